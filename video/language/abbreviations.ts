/** They lead on, whatever follows. */
const LEADS_ON =
  /(?:^|[\s(])(?:e\.g|i\.e|vs|cf|approx|incl|excl|ca|bzw|inkl|zzgl|ggf|evtl|z\.\s?B|d\.\s?h|u\.\s?a|p\.\s?ex|p\.\s?ej|[A-Z])\.$/i;
/** Written large: "250 ms." is none. */
const TITLE = /(?:^|[\s(])(?:Mr|Mrs|Ms|Mme|Dr|Prof|St)\.$/;
/** They end a sentence too; before a number they lead on: "No. 5", "1 Jan. 2027", "Room 2 on fl. 3". */
const LEADS_TO_NUMBER =
  /(?:^|[\s(])(?:no|nos|nr|núm|vol|fig|figs|p|pp|ch|art|abs|str|tel|ext|fl|mio|mrd|min|mins|sec|hr|hrs|std|jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|mon|tues?|wed|thurs?|fri|sat|sun)\.$/i;
/** "3. Oktober" and "1. Mai", and the number of a step: "1. Make a key". */
const DAY = /(?:^|\s)\d{1,2}\.$/;
const MONTH =
  /^\s(?:Jan(?:uar)?|Feb(?:ruar)?|März|Apr(?:il)?|Mai|Jun[ei]?|Jul[iy]?|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)\b/;
const STEP = /^\s*\d{1,2}\.$/;
/** "The U.S. Army"; before what only begins sentences it ends one. */
const INITIALS = /(?:^|[\s(])(?:\p{Lu}\.){2,}$/u;
const OPENER =
  /^\s+["'“‘(]?(?:The|This|That|These|Those|It|In|We|He|She|They|A|An|But|And|If|When|You|For|At|On|Our|Its|Then|There)\b/;

/** Whether the full stop at the end of `sentence` only shortens a word, so that it goes on with `behind`. */
export function isAbbreviated(sentence: string, behind: string): boolean {
  const end = sentence.slice(-14);
  if (LEADS_ON.test(end) || TITLE.test(end) || STEP.test(sentence)) return true;
  if (LEADS_TO_NUMBER.test(end)) return /^\s*[\d#]/.test(behind);
  if (DAY.test(end)) return MONTH.test(behind);
  return INITIALS.test(end) && !OPENER.test(behind);
}
