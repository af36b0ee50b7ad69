/** Lines of letters, mails and press releases that are form rather than content: nobody films them. */

const SALUTATION =
  /^(?:(?:dear|hello|hi|hey|good (?:morning|afternoon|evening)|greetings)(?:[\s,][^.!?:,]{0,40})?[,:!]|dear\s[^.!?:,]{1,40}|to whom it may concern[,:]?)$/i;
const SALUTATION_JA =
  /^(?:.{0,24}各位|.{1,24}御中|.{1,14}(?:様|さま)|拝啓|謹啓|前略|拝復)[、。,]?$/u;
const SIGN_OFF =
  /^(?:(?:(?:(?:with )?(?:kind|best|warm|many)(?:est)? )?(?:regards|wishes)|yours(?: (?:sincerely|faithfully|truly))?|(?:yours )?sincerely|cheers|(?:many )?thanks(?: in advance)?|thank you|all the best|see you(?: soon| there)?|love)[,!.]?|(?:many )?thank(?:s| you) for [^.!?,]{4,60},)$/i;
const SIGN_OFF_JA = /^(?:敬具|草々|敬白|謹白|早々|以上)[。、]?$/u;
const NAME = /^[—–]\s?\p{Lu}[\p{L}.'’ -]{1,30}$/u;

export const isSalutation = (line: string): boolean =>
  SALUTATION.test(line) || SALUTATION_JA.test(line);

/** "Kind regards,", 敬具, "— Jo": what follows is a signature. */
export const isSignOff = (line: string): boolean =>
  SIGN_OFF.test(line) || SIGN_OFF_JA.test(line) || NAME.test(line);

/** Names, offices and numbers below a letter. */
export function isSignature(line: string): boolean {
  return line.length <= 48 && !/[.!?。！？]$/u.test(line);
}

const FORMULA =
  /^(?:thank you|thanks)(?: (?:very much|all|so much|again))?(?: in advance)?(?: for your (?:understanding|patience|cooperation|attention|support))?[.!]$|^(?:we apologi[sz]e|sorry) for (?:any|the) inconvenience[^.]{0,40}\.$|^i hope this (?:e-?mail|letter|message) finds you well[.!]$/i;
const FORMULA_JA =
  /^(?:(?:お疲れ|おつかれ)(?:さま|様)(?:です|でございます)|(?:総務|人事|経理|営業|広報|企画|開発|事務局|.{0,10}[部課係室店])の[\p{sc=Han}]{1,4}です|(?:いつも|平素|日頃|日ごろ|毎度).{0,60}(?:ありがとうございます|(?:御|お)?礼申し上げます|感謝(?:申し上げます|いたします))|.{0,20}ますますご(?:清栄|清祥|盛栄|健勝).{0,30}|(?:.{0,14}(?:ご不便|ご迷惑|お手数)を?お(?:かけ|掛け)(?:いた)?しますが、?)?(?:何卒|何とぞ|どうぞ|以上、?)?よろしくお願い(?:いた|致)?し(?:ます|申し上げます)|.{0,50}ご理解(?:とご協力)?(?:を|のほど|の程).{0,20}お願い.{0,12})[。！]?$/u;

/** 「みどり町内会 会長 山田」: who writes, with an office. */
const OFFICE_JA =
  /^[^。、！？]{2,24}\s(?:[^\s。、]{0,6})(?:理事長|会長|部長|課長|校長|園長|館長|店長|所長|院長|委員長|社長|代表|主任|事務局)\s[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]{1,6}(?:\s[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]{1,6})?$/u;

/** "MIT © 2024 Jo Winter" */
const COPYRIGHT =
  /^(?:(?:MIT|ISC|BSD|GPL|Apache)[\w .-]{0,14}\s)?(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}))\s?.{0,60}$|^(?:licen[cs]e|ライセンス)[:：]\s?\S{1,20}$/i;

/** Sentences that politeness puts around any message. */
export const isFormula = (sentence: string): boolean =>
  COPYRIGHT.test(sentence) ||
  FORMULA.test(sentence) ||
  FORMULA_JA.test(sentence) ||
  OFFICE_JA.test(sentence);

const DATE_LINE =
  /^(?:(?:令和|平成)?\d{1,4}年\d{1,2}月\d{1,2}日(?:[（(].[)）])?|\d{1,2}(?:st|nd|rd|th)?\.? \p{L}{3,9}\.? \d{4}|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?, \d{4}|\d{4}-\d{2}-\d{2})$/u;

/** A date that stands alone above a letter. */
export const isDateLine = (line: string): boolean => DATE_LINE.test(line);

const SUBJECT = /^(?:subject|re|title|件\s*名|題\s*名|表\s*題|タイトル)\s*[:：]\s*(\S.*)$/iu;
const MAIL_HEAD =
  /^(?:from|to|cc|bcc|date|sent|reply-to|差出人|送信者|宛先|送信日時|日付)\s*[:：]\s*\S/iu;

/** "Subject: Moving house" names the whole; null for any other line. */
export const subjectOf = (line: string): string | null => SUBJECT.exec(line)?.[1] ?? null;

/** The other lines at the head of a mail. */
export const isMailHead = (line: string): boolean => MAIL_HEAD.test(line);

/** Blanks what follows the line `-- `, with which mail programs part a signature from the text. */
export function withoutMailSignature(text: string): string {
  return text.replace(/\n-- \n(?:[^\n]{0,80}(?:\n|$)){0,6}$/, (signature) =>
    signature.replaceAll(/[^\n]/g, " "),
  );
}
