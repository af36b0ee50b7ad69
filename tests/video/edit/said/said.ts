/** What somebody says of a film, and what of it is to be done; nothing where nothing is asked for. */
export type Said = readonly [text: string, ...wishes: string[]];
