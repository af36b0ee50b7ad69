/** The small words by which the rules know where an English phrase may not end or a clause begins. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** A title that ends in one of these hangs in the air. */
export const DANGLING = set(
  "a an the of to in on at by for with from and or but nor so as than that which who whose whom when " +
    "where while if because since unless until although though is are was were be been being am has have " +
    "had will would can could may might must shall should do does did its their his her our your my this " +
    "these those every each no not very more most less such into onto over under between through about " +
    "after before without within per via plus using it's they're we're you're i'm there only just also even like",
);

/** Words that say nothing about what a text is about. */
export const STOPWORDS = set(
  "a an the of to in on at by for with from and or but nor so as than that which who when where while if " +
    "because is are was were be been it its they their we our you your he she his her this these those " +
    "there here has have had will would can could may might must should do does did not no all any some " +
    "into over out up down about then now just also very more most one",
);

/** A sentence that opens with one of these leans on the sentence before it. */
export const LEANING =
  /^(this|that|these|those|it|its|they|their|he|she|such|both|by itself|here|there|although|unless|otherwise)\b/i;
export const LEANING_JA =
  /^(これ|それ|あれ|この|その|あの|ここ|そこ|こう|そう|同じ|すると|けれども|そのため)|(?:ため|(?<![\d円時分秒日月年人名歳点台個つ])から)(?:です|だ|である)。?$/;

/** Openings that join a sentence to the one before; without it they can go. */
export const CONNECTOR =
  /^(however|moreover|furthermore|in addition|additionally|also|therefore|thus|hence|meanwhile|in fact|of course|for example|for instance|as a result|finally|besides|then|so|and|but|still|indeed|that said|in short|in other words),?\s+/i;
/** Some begin other words too (または, なおす, 一方の, また来る): those need their comma. */
export const CONNECTOR_JA =
  /^(?:(?:また|なお|一方で?|加えて|しかしながら)、|(?:しかし(?!ながら)|しかも|そして|さらに|そのため|したがって|例えば|たとえば|そこで|だから|なので|ですので|つまり(?![はが])|ただし(?![いくさ])|それでも|けれども|もちろん|ところが|一方で(?!き))(?:、|(?!です|だ|である|。|の)))/;

/** Particles and stems at which a Japanese title hangs in the air. */
export const DANGLING_JA =
  /(?:(?<=[\p{sc=Han}\p{sc=Kana}A-Za-z0-9ー」])(?:は|が|を|に|で|と|も|の|へ|や|から|まで|より|には|では|とは)|という|といった|、|・)$/u;
