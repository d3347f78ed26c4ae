package io.stanflow.cli;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds what has no Javadoc and should: public types, and public methods of types that are not
 * private. Constructors, overriding methods and plain accessors need none. Reads sources as the
 * JDK's compiler parses them, without their class path.
 */
final class MissingJavadoc extends TreePathScanner<Void, Void> {
  private final DocTrees trees;
  private final Path folder;
  private final List<String> found = new ArrayList<>();

  private MissingJavadoc(DocTrees trees, Path folder) {
    this.trees = trees;
    this.folder = folder;
  }

  /** One line for each finding, {@code file:line: what}; files as seen from {@code folder}. */
  static List<String> in(Path folder, List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
      var scanner = new MissingJavadoc(DocTrees.instance(task), folder);
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner.found;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public Void visitClass(ClassTree type, Void unused) {
    if (type.getSimpleName().length() == 0 || has(type.getModifiers(), Modifier.PRIVATE)) {
      return null; // nobody else sees what is in there
    }
    if (isPublic(type, type.getModifiers())) {
      check(type, type.getSimpleName().toString());
    }
    return super.visitClass(type, null);
  }

  @Override
  public Void visitMethod(MethodTree method, Void unused) {
    boolean constructor = method.getReturnType() == null;
    if (!constructor
        && isPublic(method, method.getModifiers())
        && !overrides(method)
        && !isAccessor(method)) {
      check(method, method.getName() + "()");
    }
    return null; // types declared inside are nobody else's
  }

  private void check(Tree tree, String name) {
    if (trees.getDocComment(getCurrentPath()) == null) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long at = trees.getSourcePositions().getStartPosition(unit, tree);
      Path file = folder.relativize(Path.of(unit.getSourceFile().toUri()));
      found.add("%s:%d: %s".formatted(file, unit.getLineMap().getLineNumber(at), name));
    }
  }

  /** Members of interfaces are public without saying so. */
  private boolean isPublic(Tree tree, ModifiersTree modifiers) {
    Tree parent = getCurrentPath().getParentPath().getLeaf();
    boolean member = parent.getKind() == Tree.Kind.INTERFACE && tree != parent;
    return has(modifiers, Modifier.PUBLIC) || (member && !has(modifiers, Modifier.PRIVATE));
  }

  private static boolean has(ModifiersTree modifiers, Modifier modifier) {
    return modifiers.getFlags().contains(modifier);
  }

  private static boolean overrides(MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("Override")) {
        return true;
      }
    }
    return false;
  }

  /** Whether a method without parameters does nothing but return what {@link #isPlain}. */
  private static boolean isAccessor(MethodTree method) {
    if (!method.getParameters().isEmpty() || method.getBody() == null) {
      return false;
    }
    List<? extends StatementTree> body = method.getBody().getStatements();
    return body.size() == 1
        && body.get(0) instanceof ReturnTree statement
        && statement.getExpression() != null
        && isPlain(statement.getExpression());
  }

  /** Names, constants and questions without arguments; no operator, no choice. */
  private static boolean isPlain(ExpressionTree expression) {
    if (expression instanceof MethodInvocationTree call) {
      return call.getArguments().isEmpty() && isPlain(call.getMethodSelect());
    } else if (expression instanceof MemberSelectTree select) {
      return isPlain(select.getExpression());
    }
    return expression instanceof IdentifierTree || expression instanceof LiteralTree;
  }
}
