import type { Database } from "../../../kernel/database.ts";
import { InputError, messageOf, OperationalError } from "../../../kernel/errors.ts";
import type { Events } from "../../../kernel/events.ts";
import { issueRef, repositoryNamed } from "./names.ts";
import { markAdmitted, markRefused, takenRequests, type RequestRow } from "./statements.ts";

/**
 * Makes a job of a brief. The same `admissionKey` always answers the same job. An `InputError`
 * counts as a refusal.
 */
export type AdmitText = (
  text: string,
  source: { readonly kind: "github"; readonly ref: string },
  admissionKey: string,
  wishes: { readonly workflow: string },
) => Admission | Promise<Admission>;

export type Admission =
  | { readonly kind: "admitted"; readonly job: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Admits what was stored, after a crash too: the admission key makes a second try harmless. */
export async function admitTaken(
  database: Database,
  admitText: AdmitText,
  events: Events,
): Promise<void> {
  for (const request of takenRequests(database)) {
    const ref = issueRef({ ...repositoryNamed(request.repository), number: request.issue });
    const admission = await admit(admitText, request, ref);
    database.transact((tx) => {
      if (admission.kind === "admitted") markAdmitted(tx, request.id, admission.job);
      else markRefused(tx, request.id, admission.reason);
    });
    if (admission.kind === "refused") {
      events.emit("brief.rejected", { source: ref, reason: admission.reason });
    }
  }
}

async function admit(admitText: AdmitText, request: RequestRow, ref: string): Promise<Admission> {
  const source = { kind: "github", ref } as const;
  const admissionKey = `github:${ref}/${request.generation}`;
  try {
    return await admitText(request.brief, source, admissionKey, { workflow: request.workflow });
  } catch (error) {
    if (error instanceof InputError) return { kind: "refused", reason: error.message };
    if (error instanceof OperationalError) throw error;
    // A mistake of ours, but this text makes it: a restarted daemon would only meet it again.
    return { kind: "refused", reason: `Kantoku itself failed on this text: ${messageOf(error)}` };
  }
}
