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
  const longest = innerWidth < 600 ? 20 : 42;
  Chart.defaults.font.family = style.getPropertyValue("--bs-body-font-family") || "sans-serif";
  Chart.defaults.font.size = 13;
  Chart.defaults.color = colour("--ink");
  Chart.defaults.animation = false;

  const options = (chart) => ({
    indexAxis: chart.across ? "y" : "x",
    maintainAspectRatio: false,
    locale: "vi-VN",
    plugins: { legend: { position: "top", align: "start" } },
    scales: {
      [chart.across ? "x" : "y"]: { beginAtZero: true, ticks: { precision: 0 } },
      [chart.across ? "y" : "x"]: { grid: { display: false }, ticks: { autoSkip: false } },
    },
  });

  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const chart = data[canvas.dataset.chart];
    canvas.parentElement.hidden = false;
    charts.push(new Chart(canvas, {
      type: chart.kind,
      data: {
        labels: chart.labels.map((name) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name)),
        datasets: chart.series.map((series, place) => ({
          label: series.label,
          data: series.values.map((value) => value || null),
          minBarLength: 3,
          backgroundColor: colour(colours[series.label] || others[place % others.length]),
        })),
      },
      options: options(chart),
    }));
  }

  const width = 640;
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize(width, 283)));
  addEventListener("afterprint", () => charts.forEach((chart) => chart.resize()));
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
