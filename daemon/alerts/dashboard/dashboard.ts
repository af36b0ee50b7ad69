import type { Panel, Row } from "./panel.ts";

/** The JSON that Grafana (10 or newer) imports. It asks for the data source, and which daemons to show. */
export function dashboardFile(rows: readonly Row[]): string {
  const dashboard = {
    uid: "kantoku",
    title: "Kantoku",
    description: "Made by daemon/alerts/generate.ts; change it there, then: npm run monitoring",
    tags: ["kantoku"],
    editable: true,
    schemaVersion: 39,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    templating: { list: [DATA_SOURCE, DAEMON] },
    panels: placed(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const SOURCE = { type: "prometheus", uid: "${datasource}" } as const;

const DATA_SOURCE = {
  name: "datasource",
  label: "Data source",
  type: "datasource",
  query: "prometheus",
} as const;

const DAEMON = {
  name: "instance",
  label: "Daemon",
  type: "query",
  datasource: SOURCE,
  query: { query: "label_values(kantoku_build_info, instance)", refId: "instance" },
  refresh: 2,
  includeAll: true,
  multi: true,
  current: { text: "All", value: "$__all" },
} as const;

/** What `$daemon` in a query becomes. */
const SELECTION = 'instance=~"$instance"';

const COLUMNS = 24;
const ROW_HEIGHT = 1;
const HEIGHTS = { number: 4, graph: 8 } as const;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Rows below each other; in each, panels side by side, as wide as the row's panels leave room for. */
function placed(rows: readonly Row[]): object[] {
  const made: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    const place = { x: 0, y, w: COLUMNS, h: ROW_HEIGHT };
    made.push({ id: made.length + 1, type: "row", title, gridPos: place, panels: [] });
    y += ROW_HEIGHT;
    const places = sideBySide(panels, y);
    for (const [index, panel] of panels.entries()) {
      made.push(grafanaPanel(panel, made.length + 1, places[index]));
    }
    y = Math.max(...places.map((each) => each.y + each.h));
  }
  return made;
}

/** All of one height: that of the tallest kind among them. */
function sideBySide(panels: readonly Panel[], top: number): Place[] {
  const h = Math.max(...panels.map(({ kind }) => HEIGHTS[kind]));
  const lines = Math.ceil(panels.length / (h === HEIGHTS.number ? 6 : 4));
  const perLine = Math.ceil(panels.length / lines);
  const w = Math.floor(COLUMNS / perLine);
  return panels.map((_, index) => ({
    x: (index % perLine) * w,
    y: top + Math.floor(index / perLine) * h,
    w,
    h,
  }));
}

function grafanaPanel(panel: Panel, id: number, gridPos: Place | undefined): object {
  const { title, description, kind, queries } = panel;
  return {
    id,
    type: kind === "number" ? "stat" : "timeseries",
    title,
    description,
    gridPos,
    datasource: SOURCE,
    fieldConfig: { defaults: fieldOf(panel), overrides: [] },
    options: kind === "number" ? NUMBER_OPTIONS : GRAPH_OPTIONS,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource: SOURCE,
      expr: expr.replaceAll("$daemon", SELECTION),
      legendFormat: legend,
    })),
  };
}

const NUMBER_OPTIONS = {
  reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
  colorMode: "value",
  graphMode: "area",
  textMode: "auto",
} as const;

const GRAPH_OPTIONS = {
  legend: { displayMode: "list", placement: "bottom" },
  tooltip: { mode: "multi", sort: "desc" },
} as const;

function fieldOf({ unit, limit, kind, stacked = false }: Panel): object {
  const custom = {
    lineWidth: 1,
    fillOpacity: stacked ? 30 : 0,
    stacking: { mode: stacked ? "normal" : "none", group: "A" },
  };
  return {
    unit,
    ...(kind === "graph" && { min: 0, custom }),
    ...(limit && { color: { mode: "thresholds" }, thresholds: thresholdsOf(limit) }),
  };
}

function thresholdsOf({ bad, at }: NonNullable<Panel["limit"]>): object {
  const [below, from] = bad === "above" ? ["green", "red"] : ["red", "green"];
  return {
    mode: "absolute",
    steps: [
      { color: below, value: null },
      { color: from, value: at },
    ],
  };
}
