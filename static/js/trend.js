/* The trend with every run on it, to hover and zoom, over the server's own drawing, which stays for print and where there is no script. */
(function () {
  "use strict";
  var place = document.querySelector("[data-trend]"), data = document.getElementById("trend-points");
  if (!place || !data || !window.echarts || window.matchMedia("(max-width: 767px)").matches) return;
  var points = JSON.parse(data.textContent), goal = JSON.parse(document.getElementById("trend-goal").textContent);
  if (points.length < 3) return;
  var expected = points.filter(function (point) { return point[2] !== null; }).map(function (point) { return [point[0], point[2]]; });
  var drawn = place.querySelector("figure.chart"), box = document.createElement("div");
  box.className = "trendchart";
  box.setAttribute("aria-hidden", "true"); // the table below says the same
  place.insertBefore(box, drawn);
  var standing = drawn.querySelector(".wide");
  if (standing) standing.classList.add("d-none", "d-print-block");
  var chart = window.echarts.init(box, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    grid: { left: 48, right: 56, top: 24, bottom: 64 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "time" },
    yAxis: { type: "value", scale: true, max: place.dataset.most ? function (seen) { return Math.min(Number(place.dataset.most), Math.ceil(Math.max(seen.max, goal || 0) / 5) * 5); } : null },
    dataZoom: [{ type: "slider", height: 20, bottom: 12 }],
    series: [{
      name: place.dataset.value, type: "line", data: points.map(function (point) { return point.slice(0, 2); }), symbolSize: 6, lineStyle: { width: 2 }, color: "#2a6fbe",
      markLine: goal === null ? undefined : { symbol: "none", data: [{ yAxis: Number(goal) }], lineStyle: { color: "#1f2933", type: "dashed" }, label: { formatter: place.dataset.target } }
    }].concat(expected.length ? [{ name: place.dataset.expected, type: "line", data: expected, symbolSize: 6, lineStyle: { width: 2 }, color: "#d98c00" }] : [])
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
