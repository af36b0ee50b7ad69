import type { Handle, Peer, Store } from "./peer.ts";

export type Sabotage = "lose" | "repeat";

/** `peer`, but its worker never handles one message, or handles it twice: the run must then fail. */
export function sabotaged(peer: Peer, how: Sabotage): Peer {
  return {
    ...peer,
    connect: async (folder, durability) => corrupt(await peer.connect(folder, durability), how),
  };
}

function corrupt(store: Store, how: Sabotage): Store {
  const twisted = (handle: Handle): Handle => {
    return (payload) => {
      if (payload.n !== 0 || how === "repeat") handle(payload);
      if (payload.n === 0 && how === "repeat") handle(payload);
    };
  };
  return {
    sendOneByOne: (payloads) => store.sendOneByOne(payloads),
    sendInBatches: (payloads) => store.sendInBatches(payloads),
    worker: (style, count, handle) => store.worker(style, count, twisted(handle)),
    left: () => store.left(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
