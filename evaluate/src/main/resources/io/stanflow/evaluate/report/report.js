'use strict';
/* Draws the charts of the JSON block. It asks for nothing and keeps nothing. */
(() => {
  const root = document.documentElement;
  const canvases = [...document.querySelectorAll('canvas')];
  const data = JSON.parse(document.getElementById('data').textContent);
  const boxes = [...document.querySelectorAll('#legend input')];
  const dashes = { later: [6, 3], other: [2, 2], b1: [1, 2], b2: [1, 2], b3: [1, 2] };
  let charts = [];

  const colour = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const shown = (file) => boxes.length === 0 || boxes[file].checked;
  const present = (chart) => chart.series
    .map((series, file) => ({ series, file }))
    .filter((part) => part.series !== null && shown(part.file));

  const amount = (value) => {
    const [divisor, unit] = value >= 1e9 ? [1e9, ' G'] : value >= 1e6 ? [1e6, ' M']
      : value >= 1e4 ? [1e3, ' k'] : [1, ''];
    return String(+(value / divisor).toPrecision(3)) + unit;
  };
  const time = (millis) => millis < 1000 ? amount(millis) + ' ms' : +(millis / 1000).toPrecision(3) + ' s';
  const percent = (share) => share === null ? '' : (100 * share).toPrecision(3) + ' %';
  const figure = (value) => value === null ? '' : value.toPrecision(3);

  /* A file's line or bar; real is drawn heavier. */
  const ink = (file) => {
    const name = data.inks[file];
    const real = name === 'real';
    return {
      label: data.files[file], borderColor: colour(name), backgroundColor: colour(name),
      borderWidth: real ? 2.5 : 1.5, borderDash: dashes[name] || [], pointRadius: 0,
      order: real ? 1 : 0,
    };
  };
  const axis = (title, more) => ({
    title: { display: title !== '', text: title, color: colour('soft'), font: { size: 11 } },
    grid: { color: colour('rule'), lineWidth: .5, drawTicks: false },
    border: { display: false },
    ...more,
    ticks: { color: colour('soft'), font: { size: 11 }, padding: 4, maxRotation: 0, ...(more || {}).ticks },
  });
  const shares = () => axis('', { beginAtZero: true, ticks: { maxTicksLimit: 5, callback: (v) => +(100 * v).toPrecision(3) + ' %' } });
  const options = (scales, label, more) => ({
    animation: false, maintainAspectRatio: false, responsive: true, normalized: true,
    interaction: { mode: 'index', intersect: false },
    plugins: { legend: (more || {}).legend || { display: false }, tooltip: { callbacks: { label, ...(more || {}).callbacks } } },
    ...more, scales,
  });
  const named = (text) => (item) => item.dataset.label + ': ' + text(item);

  /* A thin line at a value of x or y, and whiskers for intervals. */
  const marks = {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const at = chart.config.options.reference;
      if (!at) { return; }
      const [x, y] = [chart.scales.x, chart.scales.y];
      const place = chart.scales[at.axis].getPixelForValue(at.value);
      const context = chart.ctx;
      context.save();
      context.strokeStyle = colour('soft');
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(at.axis === 'x' ? place : x.left, at.axis === 'x' ? y.top : place);
      context.lineTo(at.axis === 'x' ? place : x.right, at.axis === 'x' ? y.bottom : place);
      context.stroke();
      context.restore();
    },
    afterDatasetsDraw(chart) {
      const whiskers = chart.data.datasets[0].whiskers;
      if (!whiskers) { return; }
      const context = chart.ctx;
      context.save();
      context.strokeStyle = colour('ink');
      context.lineWidth = 1.5;
      chart.getDatasetMeta(0).data.forEach((bar, i) => {
        const [low, high] = whiskers[i].map((value) => chart.scales.x.getPixelForValue(value));
        context.beginPath();
        context.moveTo(low, bar.y);
        context.lineTo(high, bar.y);
        [low, high].forEach((end) => { context.moveTo(end, bar.y - 3); context.lineTo(end, bar.y + 3); });
        context.stroke();
      });
      context.restore();
    },
  };

  /* Steps over the logarithm of the edges; left of it what is below the first positive edge, if any. */
  const histogram = (text) => (chart) => {
    const edges = chart.labels;
    const bins = edges.length - 1;
    const zero = edges[0] <= 0;
    const from = zero && !chart.series.some((series) => series && series.values[0] > 0) ? 1 : 0;
    const logs = edges.map((edge) => Math.log10(Math.max(edge, Number.MIN_VALUE)));
    const width = (logs[bins] - logs[1]) / 12;
    const places = logs.map((log, i) => zero && i === 0 ? logs[1] - width : log);
    const ticks = from === 0 && zero ? [{ value: places[0] + width / 2, label: edges[1] > 1 ? '< ' + text(edges[1]) : '0' }] : [];
    for (let power = Math.ceil(places[zero ? 1 : 0]) + ticks.length; power <= logs[bins]; power++) {
      ticks.push({ value: power, label: text(10 ** power) });
    }
    const bin = ([{ dataIndex: i }]) => i + from === bins ? '' : text(edges[i + from]) + ' to ' + text(edges[i + from + 1]);
    return {
      type: 'line',
      data: {
        datasets: present(chart).map(({ series, file }) => ({
          ...ink(file), stepped: true,
          fill: data.inks[file] === 'real' ? { target: 'origin', above: colour('real') + '14' } : false,
          data: [...series.values, series.values[bins - 1]].map((y, i) => ({ x: places[i], y })).slice(from),
        })),
      },
      options: options({
        x: axis('', { type: 'linear', min: places[from], max: places[bins], grid: { display: false },
          afterBuildTicks: (scale) => { scale.ticks = ticks.map(({ value }) => ({ value })); },
          ticks: { callback: (value) => ticks.find((tick) => tick.value === value).label, autoSkip: true } }),
        y: shares(),
      }, named((item) => percent(item.raw.y)), { callbacks: { title: bin } }),
    };
  };
  const powers = (value) => Number.isInteger(+Math.log10(value).toFixed(9));
  const kinds = {
    sizes: histogram(amount),
    times: histogram(time),
    ranks: (chart) => ({
      type: 'line',
      data: { datasets: present(chart).map(({ series, file }) => ({
        ...ink(file), data: series.values.map((y, i) => ({ x: series.x[i], y })) })) },
      options: options({
        x: axis('rank', { type: 'logarithmic', grid: { display: false }, ticks: { callback: (v) => powers(v) ? amount(v) : null } }),
        y: axis('share', { type: 'logarithmic', ticks: { callback: (v) => powers(v) ? +(100 * v).toPrecision(2) + ' %' : null } }),
      }, named((item) => 'rank ' + item.raw.x + ', ' + percent(item.raw.y)), { interaction: { mode: 'nearest', intersect: false } }),
    }),
    hours: (chart) => lines(chart, '', shares(), percent),
    timeline: (chart) => ({
      type: 'line',
      data: { datasets: present(chart).map(({ series, file }) => ({
        ...ink(file), borderWidth: 1, borderDash: [], data: series.values.map((y, i) => ({ x: series.x[i], y })) })) },
      options: options({
        x: axis('hours', { type: 'linear', grid: { display: false } }),
        y: axis('flows a minute', { beginAtZero: true }),
      }, named((item) => item.raw.x.toFixed(2) + ' h, ' + figure(item.raw.y)), { interaction: { mode: 'nearest', intersect: false } }),
    }),
    services: (chart) => areas(chart, present(chart)),
    lags: (chart) => lines(chart, 'lag in flows', axis(''), figure),
    bars: (chart) => bars(chart, shares(), percent),
    ratios: (chart) => ({ ...bars(chart, axis('ratio to real', { beginAtZero: true }), figure, { axis: 'x', value: 1 }) }),
    mixes: (chart) => ({
      type: 'line',
      data: { datasets: present(chart).map(({ series, file }) => ({
        ...ink(file), pointRadius: 2.5, borderDash: [], data: series.values.map((y, i) => ({ x: series.x[i], y })) })) },
      options: options({
        x: axis('real share', { type: 'linear', reverse: true, min: 0, max: 100, ticks: { stepSize: 25, callback: (v) => v + ' %' } }),
        y: axis('ratio to real', { grace: '5%' }),
      }, named((item) => figure(item.raw.y)), { reference: { axis: 'y', value: 1 } }),
    }),
    auc: (chart) => {
      const parts = chart.series.map((series, file) => ({ series, file })).filter((part) => part.series !== null);
      const ends = parts.flatMap(({ series }) => [series.low[0], series.high[0]]);
      return {
        type: 'bar', rows: parts.length, bars: 1,
        data: {
          labels: parts.map(({ file }) => data.files[file]),
          datasets: [{
            label: 'AUC', base: .5, barThickness: 10,
            data: parts.map(({ series }) => series.values[0]),
            backgroundColor: parts.map(({ file }) => colour(data.inks[file])),
            whiskers: parts.map(({ series }) => [series.low[0], series.high[0]]),
          }],
        },
        options: options({
          x: axis('', { min: Math.floor(10 * Math.min(.5, ...ends)) / 10, max: 1, ticks: { stepSize: .1 } }),
          y: axis('', { grid: { display: false } }),
        }, (item) => figure(item.raw) + ' (' + item.dataset.whiskers[item.dataIndex].map(figure).join(' to ') + ')',
        { indexAxis: 'y', reference: { axis: 'x', value: .5 } }),
      };
    },
  };

  function lines(chart, title, y, text) {
    return {
      type: 'line',
      data: { labels: chart.labels, datasets: present(chart).map(({ series, file }) => ({ ...ink(file), data: series.values })) },
      options: options({ x: axis(title, { grid: { display: false } }), y }, named((item) => text(item.raw))),
    };
  }

  /* A panel for each file, the first on top, with a layer for each label; all panels have the same axes. */
  function areas(chart, parts) {
    const words = chart.labels;
    const layer = (series, i) => series.values.slice(i * series.x.length, (i + 1) * series.x.length);
    const layers = new Map(parts.map(({ series }) => [series, words.map((_, i) => layer(series, i))]));
    const highest = ({ series }) => Math.max(...series.x.map((_, t) => layers.get(series).reduce((sum, flows) => sum + flows[t], 0)));
    const last = ({ series }) => series.x[series.x.length - 1];
    const most = (of) => Math.max(0, ...parts.map(of));
    const fill = (i) => colour(i === words.length - 1 ? 'rest' : 'a' + (i + 1));
    const panel = ({ file }) => axis(data.files[file].slice(0, 18), {
      type: 'linear', stack: 'files', stacked: true, min: 0, max: most(highest), weight: -file,
      ticks: { maxTicksLimit: 4, callback: (value, i, ticks) => i === ticks.length - 1 ? null : amount(value) } });
    return {
      type: 'line', height: 60 + 110 * parts.length,
      data: {
        datasets: parts.flatMap(({ series, file }) => words.map((word, i) => ({
          label: data.files[file] + ', ' + word, yAxisID: 'y' + file, fill: 'stack', borderWidth: 0, pointRadius: 0,
          backgroundColor: fill(i), data: layers.get(series)[i].map((y, t) => ({ x: series.x[t], y })) }))),
      },
      options: options({
        x: axis('hours', { type: 'linear', min: 0, max: most(last), grid: { display: false }, ticks: { includeBounds: false } }),
        ...Object.fromEntries(parts.map((part) => ['y' + part.file, panel(part)])),
      }, named((item) => item.raw.x.toFixed(2) + ' h, ' + figure(item.raw.y)), {
        interaction: { mode: 'nearest', intersect: false },
        legend: { display: true, position: 'top', align: 'start', onClick: () => {}, labels: {
          boxWidth: 10, boxHeight: 10, color: colour('soft'),
          generateLabels: () => words.map((text, i) => ({ text, fillStyle: fill(i), strokeStyle: fill(i), fontColor: colour('soft'), lineWidth: 0 })) } },
      }),
    };
  }

  function bars(chart, x, text, reference) {
    const parts = present(chart);
    return {
      type: 'bar', rows: chart.labels.length, bars: parts.length,
      data: { labels: chart.labels.map((label) => label.includes(', ') ? label.split(', ') : label), datasets: parts.map(({ series, file }) => ({
        ...ink(file), order: file, borderWidth: 0, data: series.values, barPercentage: .95, categoryPercentage: .72 })) },
      options: options({ x, y: axis('', { grid: { display: false }, ticks: { autoSkip: false } }) },
        named((item) => text(item.raw)), { indexAxis: 'y', reference }),
    };
  }

  function draw() {
    charts.forEach((chart) => chart.destroy());
    charts = canvases.map((canvas, i) => {
      const { rows, bars: each, height, ...config } = kinds[data.charts[i].kind](data.charts[i]);
      const pixels = height || (rows ? rows * (12 + 7 * Math.max(1, each)) + 40 : 0);
      canvas.parentNode.style.height = pixels ? pixels + 'px' : '';
      return new Chart(canvas, { ...config, plugins: [marks] });
    });
  }

  const inked = (canvas) => canvas.width > 0 && canvas.height > 0
    && new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer).some((pixel) => pixel !== 0);

  /* What a test asks: charts drawn, width asked for and given, requests made. */
  function record() {
    root.dataset.charts = charts.filter((chart) => chart.getVisibleDatasetCount() > 0 && inked(chart.canvas)).length + '/' + canvases.length;
    root.dataset.width = root.scrollWidth + '/' + root.clientWidth;
    root.dataset.requests = String(performance.getEntriesByType('resource').length);
  }

  let folded = [];
  addEventListener('beforeprint', () => {
    root.dataset.print = '';
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach((details) => { details.open = true; });
    draw();
  });
  addEventListener('afterprint', () => {
    delete root.dataset.print;
    folded.forEach((details) => { details.open = false; });
    draw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  boxes.forEach((box) => box.addEventListener('change', draw));

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  document.querySelectorAll('#legend').forEach((legend) => { legend.hidden = false; });
  draw();
  record();
})();
