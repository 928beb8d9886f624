// Draws <figure data-chart="id"> from the data of <script type="application/json" id="id">; the page has the same data as a
// table, so that nothing is lost without this script. Canvas, because the policy of the pages lets no inline style in.
"use strict";

const INK = "#1d2530", QUIET = "#566070", LINE = "#d5dae1";
const COLOURS = ["#174ea6", "#8a5300", "#0b6b2e", "#7b2d8e", "#b3261e", "#566070"];
const plain = (value) => (value === null || value === undefined ? "—" : value.toLocaleString(undefined, { maximumFractionDigits: 2 }));

const DASHES = { path: "dashed", low: "dotted", middle: "dotted", high: "dotted" };
const KEYS = { solid: "rect", dashed: "path://M0,0h8v3h-8zM12,0h8v3h-8z", dotted: "path://M0,0h3v3h-3zM6,0h3v3h-3zM12,0h3v3h-3zM18,0h3v3h-3z" };
const isEdge = (line) => ["low", "high"].includes(line.style);

// Where the label of a mark is inside the picture, and out of the way of a line that comes down to it.
function beside(mark, chart, line) {
  const at = chart.categories.indexOf(mark.at), before = line.values.slice(0, at).findLast((value) => value !== null);
  const falls = before !== undefined && before > mark.value;
  const last = at > chart.categories.length / 2;
  return { position: "top", align: last ? "right" : "left", offset: [last ? 16 : -16, falls ? -28 : 0] };
}

function seriesOf(chart) {
  return chart.series.map((line, at) => {
    const type = DASHES[line.style] || "solid";
    const dashed = type !== "solid", colour = line.style === "path" ? QUIET : COLOURS[(dashed ? 3 : at) % COLOURS.length];
    return {
      name: line.name, type: chart.kind === "bar" ? "bar" : "line", data: line.values, connectNulls: true, barMaxWidth: 28,
      symbol: ["circle", "rect", "triangle", "diamond"][at % 4], symbolSize: dashed ? 0 : 7, showSymbol: !dashed,
      itemStyle: { color: colour }, lineStyle: { color: colour, width: isEdge(line) ? 1 : 2, type },
      markPoint: (line.marks || []).length ? {
        symbol: "diamond", symbolSize: 12, itemStyle: { color: "#fff", borderColor: colour, borderWidth: 2 },
        label: { color: INK, fontSize: 12, formatter: (item) => item.data.name },
        data: line.marks.map((mark) => ({ name: mark.label, coord: [mark.at, mark.value], label: beside(mark, chart, line) })),
      } : undefined,
    };
  });
}

// The edges of an interval are told by the line between them.
function legendOf(chart) {
  const data = chart.series.filter((line) => !isEdge(line)).map((line) => ({ name: line.name, icon: KEYS[DASHES[line.style] || "solid"] }));
  return data.length > 1 ? { top: 0, right: 0, itemHeight: 3, textStyle: { color: INK }, data } : undefined;
}

function optionOf(chart) {
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: false, textStyle: { fontFamily: font, color: INK },
    grid: { left: 8, right: 24, top: chart.series.length > 1 ? 44 : 32, bottom: 4, containLabel: true },
    legend: legendOf(chart),
    tooltip: {
      trigger: "axis", renderMode: "richText", backgroundColor: "#fff", borderColor: LINE, textStyle: { color: INK },
      valueFormatter: (value) => `${plain(value)} ${chart.unit || ""}`,
    },
    xAxis: { type: "category", data: chart.categories, axisLabel: { color: QUIET }, axisLine: { lineStyle: { color: LINE } } },
    yAxis: {
      type: "value", name: chart.unit, nameTextStyle: { color: QUIET, align: "left" }, scale: chart.kind !== "bar",
      axisLabel: { color: QUIET, formatter: plain }, splitLine: { lineStyle: { color: LINE } },
    },
    series: seriesOf(chart),
  };
}

const rowsOf = (chart) => [
  ["", ...chart.series.map((line) => (chart.unit ? `${line.name}（${chart.unit}）` : line.name))],
  ...chart.categories.map((category, at) => [category, ...chart.series.map((line) => line.values[at] ?? "")]),
].map((row) => row.join("\t")).join("\n");

function told(figure, done) {
  const place = figure.querySelector("[role=status]");
  if (place) place.textContent = done ? figure.dataset.copied : figure.dataset.saved;
}

async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");  // on plain HTTP there is no clipboard to write to
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function save(figure, address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = `${figure.dataset.name || "chart"}.png`;
  link.click();
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  if (!source || !window.echarts) return;
  const chart = JSON.parse(source.textContent), place = figure.querySelector(".canvas");
  place.hidden = false;
  const drawn = window.echarts.init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
  drawn.setOption(optionOf(chart));
  new ResizeObserver(() => drawn.resize()).observe(place);
  addEventListener("beforeprint", () => drawn.resize());
  const buttons = figure.querySelector(".chart-actions");
  if (buttons) buttons.hidden = false;
  figure.querySelector("[data-copy=data]")?.addEventListener("click", async () => {
    await copyText(rowsOf(chart));
    told(figure, true);
  });
  figure.querySelector("[data-copy=picture]")?.addEventListener("click", async () => {
    const address = drawn.getDataURL({ pixelRatio: 2, backgroundColor: "#fff" });
    try {  // a plain-HTTP page may not write pictures to the clipboard: then it becomes a file
      const bytes = Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
      told(figure, true);
    } catch {
      save(figure, address);
      told(figure, false);
    }
  });
}

document.querySelectorAll("[data-chart]").forEach(draw);
