import { strict as nodeAssert } from "node:assert";
import { test } from "node:test";
import {
  assert,
  causesOf,
  codeOf,
  failureOf,
  formatProblem,
  InputError,
  messageOf,
  OperationalError,
  operationalOf,
  unreachable,
} from "../../kernel/errors.ts";

test("an operational error says what happened, what to do, and why", () => {
  const cause = new Error("EACCES");
  const error = new OperationalError("disk-full", "No room.", { hint: "Free some.", cause });
  nodeAssert.equal(error.message, "No room.");
  nodeAssert.equal(codeOf(error), "disk-full");
  nodeAssert.equal(error.hint, "Free some.");
  nodeAssert.equal(error.cause, cause);
  const bare = new OperationalError("x", "y");
  nodeAssert.equal(bare.hint, "");
  nodeAssert.equal("cause" in bare, false);
});

test("a full disk is an operational failure wherever it is met", () => {
  const full = Object.assign(new Error("ENOSPC, write"), { code: "ENOSPC", path: "/srv/x.json" });
  const error = operationalOf(full);
  nodeAssert.equal(error?.code, "disk-full");
  nodeAssert.match(error.message, /full: \/srv\/x\.json/);
  nodeAssert.equal(error.cause, full);
  nodeAssert.equal(operationalOf(error), error);
  for (const other of [Object.assign(new Error(), { code: "ENOENT" }), new TypeError(), null]) {
    nodeAssert.equal(operationalOf(other), undefined);
  }
});

test("a file that the system refuses is an operational failure, another refusal is not", () => {
  for (const code of ["EACCES", "EPERM", "EROFS"]) {
    const error = operationalOf(Object.assign(new Error(code), { code, path: "/srv/blobs/61/x" }));
    nodeAssert.equal(error?.code, "no-permission");
    nodeAssert.equal(error.message, `/srv/blobs/61/x can't be used (${code}).`);
    nodeAssert.match(error.hint, code === "EROFS" ? /read-only/ : /chown/);
  }
  const port = Object.assign(new Error(), { code: "EACCES", syscall: "listen", port: 80 });
  const signal = Object.assign(new Error(), { code: "EPERM", syscall: "kill" });
  for (const other of [port, signal]) nodeAssert.equal(operationalOf(other), undefined);
});

test("an input error lists each problem with its place", () => {
  const error = new InputError([
    {
      where: "brief.md",
      line: 3,
      column: 7,
      message: 'unknown field "durration"',
      hint: 'did you mean "duration"?',
    },
    { where: "--priority", message: "must be 0 to 3" },
  ]);
  nodeAssert.equal(
    error.message,
    'brief.md:3:7: unknown field "durration" (did you mean "duration"?)\n--priority: must be 0 to 3',
  );
  nodeAssert.equal(formatProblem({ where: "a", line: 1, message: "b" }), "a:1: b");
});

test("a broken assertion names itself", () => {
  assert(true, "fine");
  nodeAssert.throws(() => assert(0, "zero is nothing"), /Assertion failed: zero is nothing/);
  nodeAssert.throws(() => unreachable("sideways" as never), /Unreachable value: "sideways"/);
});

test("anything that is thrown has a sentence and maybe a code", () => {
  nodeAssert.equal(messageOf(new Error("a")), "a");
  nodeAssert.equal(messageOf("b"), "b");
  nodeAssert.equal(codeOf(Object.assign(new Error(), { code: "ENOENT" })), "ENOENT");
  for (const other of [{ code: 5 }, null, undefined, "text", new Error()]) {
    nodeAssert.equal(codeOf(other), undefined);
  }
});

test("what lies behind an error is told to its end, each sentence once", () => {
  const system = new Error("EACCES: permission denied, open '/x'");
  const failed = new OperationalError("unusable", "The database /x can't be opened.", {
    cause: new Error("The file is locked away", { cause: system }),
  });
  const causes = ["The file is locked away", "EACCES: permission denied, open '/x'"];
  nodeAssert.deepEqual(causesOf(failed), causes);
  nodeAssert.equal(failureOf(failed).cause, causes.join("; "));
  nodeAssert.deepEqual(causesOf(new Error("It broke: why", { cause: new Error("why") })), []);
  nodeAssert.equal("cause" in failureOf(new OperationalError("c", "m")), false);
  const ring = new Error("one");
  ring.cause = new Error("other", { cause: ring });
  nodeAssert.ok(causesOf(ring).length < 10);
});
