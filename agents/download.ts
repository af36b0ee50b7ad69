import { lookup } from "node:dns";
import { createWriteStream } from "node:fs";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { pipeline } from "node:stream/promises";
import { codeOf } from "../kernel/errors.ts";
import type { Located } from "../video/assets/own/locate.ts";

export interface DownloadOptions {
  /** Such as `example.org`, `*.example.org` or, with its port, `example.org:8080`. */
  readonly hosts: readonly string[];
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Whether an address lies outside of all private networks; default `isPublic`. */
  readonly isReachable?: (address: string) => boolean;
}

const MOST_REDIRECTS = 3;

/**
 * Fetches what a stranger's text points to, from hosts that the operator allows and from nowhere else: every
 * redirect is asked the same, and whatever a host's name resolves to, no private address is connected to.
 */
export async function download(
  address: string,
  target: string,
  options: DownloadOptions,
): Promise<Located> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    let url = new URL(address);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const refusal = whyRefused(url, options);
      if (refusal !== null) return refused(refusal);
      const answer = await ask(url, { ...options, signal });
      const next = redirectOf(answer, url);
      if (next === null) return await keep(answer, target, options);
      answer.destroy();
      url = next;
    }
    return refused("its address leads from one to the next");
  } catch (error) {
    options.signal.throwIfAborted();
    if (timeout.aborted) return refused("it takes too long to fetch");
    const code = codeOf(error);
    if (code === undefined) throw error;
    return refused(
      code === PRIVATE ? "its host is in a private network" : `it can't be fetched (${code})`,
    );
  }
}

/** Whether an operator has allowed the host of an address. */
export function isAllowedHost({ hostname, host }: URL, hosts: readonly string[]): boolean {
  return hosts.some((allowed) => {
    const name = allowed.toLowerCase();
    if (name.startsWith("*.")) return hostname.endsWith(name.slice(1));
    return name === hostname || name === host;
  });
}

/** Whether an IP address lies outside of all private, local and reserved networks (IANA special-purpose registries). */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE_4.check(address);
  return isIP(address) === 6 && !PRIVATE_6.check(address, "ipv6");
}

const PRIVATE_4 = blockList(
  "ipv4",
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);
/** Apart from the others: an IPv4 address counts as one of `::ffff:0:0/96` in a common list. */
const PRIVATE_6 = blockList(
  "ipv6",
  "::/128 ::1/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16",
  "fc00::/7 fe80::/10 ff00::/8",
);

function blockList(family: "ipv4" | "ipv6", ...networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks.join(" ").split(" ")) {
    const [base = "", bits] = network.split("/");
    list.addSubnet(base, Number(bits), family);
  }
  return list;
}

const PRIVATE = "private-address";

function whyRefused(url: URL, { hosts, isReachable = isPublic }: DownloadOptions): string | null {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "only web addresses are fetched";
  if (url.username !== "" || url.password !== "") return "its address holds a password";
  if (!isAllowedHost(url, hosts)) return `its host ${url.host} is not among those allowed`;
  // Written as a number, an address is connected to without being looked up.
  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(literal) !== 0 && !isReachable(literal) ? "its host is in a private network" : null;
}

function ask(
  url: URL,
  { signal, isReachable = isPublic }: DownloadOptions,
): Promise<IncomingMessage> {
  const get = url.protocol === "https:" ? getSecure : getPlain;
  const headers = { "user-agent": "kantoku", accept: "image/*, video/*, audio/*" };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { signal, headers, lookup: guarded(isReachable), agent: false }, resolve).on(
    "error",
    reject,
  );
  return promise;
}

/** What is looked up is what is connected to: a name can't change in between. */
function guarded(isReachable: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error(`${hostname} has no address`), []);
      if (!addresses.every(({ address }) => isReachable(address))) {
        return done(Object.assign(new Error(`${hostname} is private`), { code: PRIVATE }), []);
      }
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  return isRedirect && headers.location ? new URL(headers.location, from) : null;
}

async function keep(
  answer: IncomingMessage,
  target: string,
  { maxBytes }: DownloadOptions,
): Promise<Located> {
  if (answer.statusCode !== 200) {
    answer.destroy();
    return refused(`its server answers ${answer.statusCode}`);
  }
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) return;
      yield chunk;
    }
  };
  await pipeline(answer, counted, createWriteStream(target));
  if (bytes > maxBytes) return refused(`it has more than the ${maxBytes / 1e6} MB allowed`);
  return { kind: "found", file: target, bytes };
}

function refused(reason: string): Located {
  return { kind: "refused", reason };
}
