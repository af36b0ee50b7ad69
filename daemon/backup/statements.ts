import type { Database } from "../../kernel/database.ts";

type Reader = Pick<Database, "prepare">;

export function tableNames(from: Reader): string[] {
  return from
    .prepare<{ name: string }>(
      `select name from sqlite_schema
        where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
    )
    .all()
    .map(({ name }) => name);
}

export function countRows(from: Reader, table: string): number {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  return from.prepare<{ rows: number }>(`select count(*) as rows from ${quoted}`).get()?.rows ?? 0;
}

/** Every blob that a brief, a wish, a step's output or a big message is kept in. */
export function referencedBlobs(from: Reader): { sha256: string; extension: string }[] {
  return from
    .prepare<{ sha256: string; extension: string }>(
      `select sha256, extension from step_output
        union
       select brief ->> 'sha256', brief ->> 'extension' from job
        union
       select brief_text ->> 'sha256', brief_text ->> 'extension' from job
        union
       select guide ->> 'sha256', guide ->> 'extension' from change_request
        union
       select blob ->> 'sha256', blob ->> 'extension' from message where blob is not null`,
    )
    .all();
}
