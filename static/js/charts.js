/* Draws the charts of a page from <script id="chart-data">; the tables under them are there without this file. */
(() => {
  "use strict";
  const source = document.getElementById("chart-data");
  if (!source || !window.Chart) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const colours = { "Tiếp nhận": "--primary", "Đã giải quyết": "--ok", "Quá hạn": "--late" };
  const others = ["--line-field", "--primary"];
  const data = JSON.parse(source.textContent);
  const charts = [];
  const longest = innerWidth < 600 ? 18 : 40;
  const number = new Intl.NumberFormat("vi-VN");
  const group = 48; // pixels of one name's bars, lying
  const short = 12; // pixels: a bar that says no more than that it is there
  Chart.defaults.font.family = style.getPropertyValue("--bs-body-font-family") || "sans-serif";
  Chart.defaults.font.size = 13;
  Chart.defaults.color = colour("--ink");
  Chart.defaults.animation = false;

  const lines = (name) => name.split(" ").reduce((told, word) => {
    const line = `${told.at(-1)} ${word}`.trim();
    return line.length > longest ? [...told, word] : [...told.slice(0, -1), line];
  }, [""]).filter(Boolean);

  /** The number at each bar: where there is room for it, and always where the length tells nothing. */
  const numbers = {
    id: "numbers",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const lying = chart.options.indexAxis === "y";
      ctx.save();
      Object.assign(ctx, { font: `12px ${Chart.defaults.font.family}`, fillStyle: colour("--ink"), strokeStyle: "#fff" });
      Object.assign(ctx, { lineWidth: 3, lineJoin: "round", textAlign: lying ? "left" : "center" });
      ctx.textBaseline = lying ? "middle" : "bottom";
      chart.data.datasets.forEach((dataset, place) => chart.getDatasetMeta(place).data.forEach((bar, at) => {
        const value = dataset.data[at];
        if (!value) return;
        const text = number.format(value);
        const { x, y, width, height, base } = bar.getProps(["x", "y", "width", "height", "base"], true);
        const room = lying ? height >= 11 : ctx.measureText(text).width <= width + 4;
        if (!room && Math.abs((lying ? x : y) - base) > short) return;
        const spot = lying ? [x + 4, y] : [x, y - 2];
        ctx.strokeText(text, ...spot);
        ctx.fillText(text, ...spot);
      }));
      ctx.restore();
    },
  };

  const options = (chart) => ({
    indexAxis: chart.across ? "y" : "x",
    maintainAspectRatio: false,
    locale: "vi-VN",
    plugins: { legend: { position: "top", align: "start" } },
    scales: {
      [chart.across ? "x" : "y"]: { beginAtZero: true, grace: "10%", ticks: { precision: 0, autoSkipPadding: 14, maxRotation: 0 } },
      [chart.across ? "y" : "x"]: { grid: { display: false }, ticks: { autoSkip: false } },
    },
  });

  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const chart = data[canvas.dataset.chart];
    const frame = canvas.parentElement;
    if (chart.across) frame.style.height = `${chart.labels.length * group + 80}px`;
    frame.hidden = false;
    charts.push(new Chart(canvas, {
      type: chart.kind,
      plugins: [numbers],
      data: {
        labels: chart.labels.map(lines),
        datasets: chart.series.map((series, place) => ({
          label: series.label,
          data: series.values.map((value) => value || null),
          minBarLength: 2,
          backgroundColor: colour(colours[series.label] || others[place % others.length]),
        })),
      },
      options: options(chart),
    }));
  }

  const width = 640;
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize(width, chart.options.indexAxis === "y" ? chart.height : 283)));
  addEventListener("afterprint", () => charts.forEach((chart) => chart.resize()));
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
