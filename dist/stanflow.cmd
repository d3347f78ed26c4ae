@echo off
rem Starts stanflow on Windows. JAVA_HOME names the Java to use, 17 or later, else it is the one on
rem the PATH; JAVA_OPTS and STANFLOW_JAVA_OPTS are further options of it, such as -Xmx8g.
setlocal
set "home=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "flags=-XX:+UseSerialGC -XX:-UsePerfData"
if "%~1"=="train" set "flags=-XX:+UseParallelGC -XX:MaxRAMPercentage=70"
if "%~1"=="evaluate" set "flags=-XX:+UseParallelGC -XX:MaxRAMPercentage=70"
if "%~1"=="generate" (
  "%java%" --add-modules jdk.incubator.vector -version >nul 2>&1 && set "flags=%flags% --add-modules jdk.incubator.vector"
)
"%java%" -Dstanflow.home="%home%." %flags% %JAVA_OPTS% %STANFLOW_JAVA_OPTS% -cp "%home%lib\*" io.stanflow.cli.Main %*
exit /b %ERRORLEVEL%
