import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ancestorsOf,
  findCycle,
  followEnding,
  isMet,
  itemName,
  outcomeOf,
  release,
  type Ending,
  type FailurePolicy,
  type GraphStep,
  type StepGraph,
} from "../../scheduler/graph.ts";
import type { StoredStepStatus } from "../../scheduler/job.ts";
import * as fc from "../support/fast-check.ts";

interface Node extends GraphStep {
  readonly needs: readonly string[];
  /** How a step ends, or how many items a fan-out has. */
  readonly ending: "done" | "failed";
  readonly size: number;
}

/** The graph in memory, as simple as can be. */
class Memory implements StepGraph {
  readonly nodes = new Map<string, Node>();
  readonly status = new Map<string, StoredStepStatus>();
  readonly #pending = new Map<string, number>();
  readonly #dependents = new Map<string, string[]>();
  readonly #expanded = new Set<string>();
  touched = 0;

  constructor(nodes: readonly Node[]) {
    for (const node of nodes) this.#add(node);
  }

  #add(node: Node): void {
    this.nodes.set(node.name, node);
    this.status.set(node.name, "waiting");
    this.#pending.set(node.name, node.needs.length);
    for (const need of node.needs) this.#link(need, node.name);
  }

  #link(need: string, dependent: string): void {
    const dependents = this.#dependents.get(need) ?? [];
    dependents.push(dependent);
    this.#dependents.set(need, dependents);
  }

  node(name: string): Node {
    return this.nodes.get(name) as Node;
  }

  roots(): Node[] {
    return [...this.nodes.values()].filter(({ needs }) => needs.length === 0);
  }

  waitingDependents(step: string): readonly GraphStep[] {
    const names = this.#dependents.get(step) ?? [];
    this.touched += names.length;
    return names
      .filter((name) => this.status.get(name) === "waiting")
      .map((name) => this.node(name));
  }

  meetNeed(step: string): number {
    const left = (this.#pending.get(step) ?? 0) - 1;
    assert.ok(left >= 0, `${step} never waits for less than nothing`);
    this.#pending.set(step, left);
    return left;
  }

  expand(step: string): readonly string[] | undefined {
    if (this.#expanded.has(step)) return undefined;
    this.#expanded.add(step);
    const { size, onFailure, ending } = this.node(step);
    const names = Array.from({ length: size }, (_, index) => itemName(step, `i${index}`));
    for (const name of names) {
      this.#add({ name, onFailure, ending, isFanOut: false, needs: [], size: 0 });
      this.#link(name, step);
    }
    this.#pending.set(step, size);
    return names;
  }

  close(step: string, ending: "done" | "skipped"): void {
    assert.equal(this.status.get(step), "waiting", `${step} is closed once`);
    this.status.set(step, ending);
  }
}

const policies: FailurePolicy[] = ["fail", "skip", "continue"];

/** Random acyclic graphs: a step needs only steps before it. */
const graphs = fc
  .array(
    fc.record({
      picks: fc.array(fc.nat(), { maxLength: 4 }),
      onFailure: fc.constantFrom(...policies),
      ending: fc.constantFrom<Node["ending"]>("done", "done", "done", "failed"),
      size: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((drafts) =>
    drafts.map(({ picks, onFailure, ending, size }, index): Node => {
      const needs = index === 0 ? [] : picks.map((pick) => `s${pick % index}`);
      const isFanOut = size !== undefined;
      return {
        name: `s${index}`,
        needs: [...new Set(needs)],
        onFailure,
        ending,
        isFanOut,
        size: size ?? 0,
      };
    }),
  );

/** Performs ready steps in an order drawn by lot; answers the order. */
function perform(graph: Memory, lot: (below: number) => number): string[] {
  const ready = release(graph, graph.roots());
  const performed: string[] = [];
  for (const name of ready) graph.status.set(name, "ready");
  while (ready.length > 0) {
    const [name] = ready.splice(lot(ready.length), 1) as [string];
    const node = graph.node(name);
    performed.push(name);
    graph.status.set(name, node.ending);
    if (node.ending === "failed" && node.onFailure === "fail") return performed;
    for (const next of followEnding(graph, node, node.ending)) {
      assert.equal(graph.status.get(next), "waiting", `${next} becomes ready once`);
      graph.status.set(next, "ready");
      ready.push(next);
    }
  }
  return performed;
}

/** The same question asked the slow way: what must each step end as? */
function expected(nodes: readonly Node[]): Map<string, Ending> {
  const endings = new Map<string, Ending>();
  for (const node of nodes) {
    const isBlocked = node.needs.some((need) => {
      const { onFailure } = nodes.find(({ name }) => name === need) as Node;
      return !isMet(endings.get(need) as Ending, onFailure);
    });
    if (isBlocked) endings.set(node.name, "skipped");
    else if (!node.isFanOut) endings.set(node.name, node.ending);
    else {
      const isItemFailed = node.size > 0 && node.ending === "failed";
      endings.set(node.name, isItemFailed && node.onFailure === "skip" ? "skipped" : "done");
    }
  }
  return endings;
}

test("whatever the order, every step ends as its needs and policies say", () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.nat()), (nodes, lots) => {
      const harmless = nodes.map((node): Node =>
        node.onFailure === "fail" ? { ...node, ending: "done" } : node,
      );
      const graph = new Memory(harmless);
      const performed = perform(graph, (below) => (lots.next().value as number) % below);
      assert.equal(new Set(performed).size, performed.length, "no step is performed twice");
      for (const [name, ending] of expected(harmless)) {
        assert.equal(graph.status.get(name), ending, name);
      }
    }),
  );
});

test("no step is performed before everything that it needs has ended", () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.nat()), (nodes, lots) => {
      const graph = new Memory(nodes.map((node): Node => ({ ...node, ending: "done" })));
      const order = perform(graph, (below) => (lots.next().value as number) % below);
      const place = new Map(order.map((name, index) => [name, index]));
      for (const { name, needs } of nodes) {
        for (const need of needs) {
          const before = place.get(need) ?? -1;
          assert.ok(before < (place.get(name) ?? Infinity), `${need} before ${name}`);
        }
      }
    }),
  );
});

test("a fatal failure stops the walk and decides the outcome", () => {
  fc.assert(
    fc.property(graphs, (nodes) => {
      const graph = new Memory(nodes);
      perform(graph, () => 0);
      const steps = [...graph.nodes.values()].map(({ name, onFailure }) => ({
        status: graph.status.get(name) as StoredStepStatus,
        onFailure,
      }));
      const isFatal = steps.some((step) => step.status === "failed" && step.onFailure === "fail");
      assert.equal(outcomeOf(steps), isFatal ? "failed" : "done");
    }),
  );
});

test("a step that is still open keeps the job running", () => {
  assert.equal(
    outcomeOf([
      { status: "done", onFailure: "fail" },
      { status: "ready", onFailure: "fail" },
    ]),
    "running",
  );
});

test("an acyclic graph has no circle, and one need back to a descendant closes one", () => {
  fc.assert(
    fc.property(graphs, fc.nat(), (nodes, pick) => {
      const needs = new Map(nodes.map((node) => [node.name, node.needs]));
      assert.equal(findCycle(needs), undefined);
      const last = nodes[pick % nodes.length] as Node;
      const [ancestor] = ancestorsOf(last.name, (name) => needs.get(name) ?? []);
      if (ancestor === undefined) return;
      needs.set(ancestor, [...(needs.get(ancestor) ?? []), last.name]);
      const circle = findCycle(needs) ?? [];
      assert.equal(circle[0], circle.at(-1));
      for (const [index, name] of circle.slice(0, -1).entries()) {
        assert.ok(needs.get(name)?.includes(circle[index + 1] as string), "each needs the next");
      }
    }),
  );
});

test("ancestors are all that can be reached, and nothing else", () => {
  fc.assert(
    fc.property(graphs, (nodes) => {
      const needs = new Map(nodes.map((node) => [node.name, node.needs]));
      const slow = (name: string): Set<string> =>
        new Set((needs.get(name) ?? []).flatMap((need) => [need, ...slow(need)]));
      const last = nodes.slice(0, 12).at(-1) as Node;
      assert.deepEqual(
        [...ancestorsOf(last.name, (name) => needs.get(name) ?? [])].sort(),
        [...slow(last.name)].sort(),
      );
    }),
  );
});

test("a graph of 10,000 steps touches each of its needs once", () => {
  const nodes = Array.from({ length: 10_000 }, (_, index): Node => {
    const needs = [index - 1, index - 2].filter((need) => need >= 0).map((need) => `s${need}`);
    return {
      name: `s${index}`,
      needs,
      onFailure: "fail",
      ending: "done",
      isFanOut: false,
      size: 0,
    };
  });
  const graph = new Memory(nodes);
  assert.equal(perform(graph, () => 0).length, 10_000);
  assert.equal(graph.touched, 2 * 10_000 - 3);
  assert.equal(findCycle(new Map(nodes.map(({ name, needs }) => [name, needs]))), undefined);
});

test("a fan-out of nothing is done at once", () => {
  const graph = new Memory([
    { name: "a", needs: [], onFailure: "fail", ending: "done", isFanOut: true, size: 0 },
    { name: "b", needs: ["a"], onFailure: "fail", ending: "done", isFanOut: false, size: 0 },
  ]);
  assert.deepEqual(
    perform(graph, () => 0),
    ["b"],
  );
});
