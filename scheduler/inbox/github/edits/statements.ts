import type { Tx } from "../../../../kernel/database.ts";

export interface EditRow {
  readonly request: number;
  readonly editor: string;
  /** GitHub's clock. */
  readonly editedAt: string;
  readonly title: string;
  readonly brief: string;
}

/** The newest edit takes the place of an earlier one that nobody has decided on. */
export const saveEdit = (tx: Tx, edit: EditRow & { readonly now: number }): void => {
  tx.prepare(
    `insert into github_edits (request, editor, edited_at, title, brief, noted_at)
     values (@request, @editor, @editedAt, @title, @brief, @now)
     on conflict (request) do update set editor = excluded.editor,
       edited_at = excluded.edited_at, title = excluded.title, brief = excluded.brief,
       noted_at = excluded.noted_at`,
  ).run({ ...edit });
};

export const editOf = (reader: Pick<Tx, "prepare">, request: number): EditRow | undefined =>
  reader
    .prepare<EditRow>(
      `select request, editor, edited_at as editedAt, title, brief from github_edits
       where request = @request`,
    )
    .get({ request });

export const deleteEdit = (tx: Tx, request: number): void => {
  tx.prepare("delete from github_edits where request = @request").run({ request });
};
