import { DANGLING, STOPWORDS } from "../language/words.ts";

const set = (words: string): string[] => words.split(" ");

/** Behind a noun these begin something else; any other word may be the noun that it belongs to. */
export const FOLLOWERS: ReadonlySet<string> = new Set([
  ...DANGLING,
  ...STOPWORDS,
  ...set(
    "above across against again ago ahead along already always among apart around away back below " +
      "beneath beside besides beyond both down during each either else ever except far first forever " +
      "forward here how however inside instead last less like long many near never next nor now off " +
      "often once only outside past perhaps quite rather right since so sometimes soon still together " +
      "too toward towards twice until upon us was well what whatever whether why without yet you me him " +
      "i he she they them it we",
  ),
  ...set(
    "asks became become becomes begin begins blow blows bring brings burn burns came carries carry come " +
      "comes cost costs cover covers cut cuts eat eats fall falls feel feels fell flew flies flow flows " +
      "fly gave get gets give gives glow glows go goes got grew grow grows held help helps hit hits hold " +
      "holds keep keeps kept know knows lay leave leaves left lets lie lies live lives look looks lost " +
      "made make makes mean means meet meets melt melts met move moves need needs open opens orbit orbits " +
      "pass passes play plays reach reaches ring rings rise rises rose run runs said sail sails sang sat " +
      "say says see sees sell sells send sends sent set shine shines show shows sing sings sit sits sleep " +
      "sleeps speak speaks stand stands start starts stay stays stood stop stops swim swims take takes " +
      "taste tastes tell tells think thinks took travel travels turn turns wait waits wake want wants went " +
      "win wins work works appear appears bark barks beat beats belong belongs break breaks bloom blooms " +
      "breathe breathes build builds change changes climb climbs collect collects connect connects contain " +
      "contains crash crashes cross crosses cry cries dance dances die dies disappear disappears drift drifts " +
      "drink drinks drive drives drop drops drown drowns dry dries explode explodes flicker flickers float " +
      "floats follow follows freeze freezes gather gathers guide guides hang hangs happen happens heat heats " +
      "hum hums hunt hunts jump jumps land lands last lasts lead leads lift lifts load loads measure measures " +
      "pour pours protect protects pull pulls push pushes read reads remain remains return returns roar roars " +
      "roll rolls shake shakes sink sinks smell smells spin spins spread spreads store stores strike strikes " +
      "surround surrounds survive survives swing swings tremble trembles weigh weighs",
  ),
]);

/** These need no article: standing first, they are no names. */
export const UNCOUNTED: ReadonlySet<string> = new Set(
  set(
    "water rain snow fog mist thunder lightning tea coffee beer wine milk bread soup salad pizza meat cheese " +
      "chocolate candy music electricity cash football soccer basketball tennis baseball volleyball golf " +
      "chess yoga chemistry wheat barley encryption laundry recycling sunlight moonlight sunshine earth " +
      "swimming sewing knitting graduation archery medication dawn dusk lunch dinner dice fish",
  ),
);

/** Things that are named, but not meant. */
export const FIGURATIVE = new RegExp(
  `\\b(?:${[
    "rocket science",
    "(?:trojan|dark|gift|work) horses?",
    "guinea pigs?",
    "hot dogs?",
    "watch ?dogs?",
    "cats? and (?:a )?(?:mouse|dogs?)",
    "big fish",
    "(?:same|missed the|rock the) boats?",
    "tip of the iceberg",
    "pieces? of cake",
    "(?:feels?|felt|feeling|right) at home",
    "at home (?:in|with)",
    "hello,? worlds?",
    "worlds? of",
    "(?:real|third|first|digital|outside|virtual)[ -]worlds?",
    "world records?",
    "best in the world",
    "(?:data|information) warehouses?",
    "on (?:the )?one hand",
    "dawn of",
    "(?:catch|catches|caught|on|under|open) fire",
    "the fire hose",
    "(?:perfect|brain|twitter) storm",
    "mountains? of (?!rice|flour)",
    "forests? of",
    "random forests?",
    "rivers? of",
    "batter(?:y|ies) of",
    "(?:word|alphabet) (?:salad|soup)",
    "meat of the",
    "bread and butter",
    "(?:golden|easter|nest) eggs?",
    "eggs in one basket",
    "crown jewels?",
    "jewel in the crown",
    "over the moon",
    "blue moon",
    "rain checks?",
    "in hot water",
    "test(?:ing)? the waters?",
    "water under the bridge",
    "like water",
    "(?:the )?stars of the",
    "the star of",
    "(?:rising|rock|movie|film|guest) stars?",
    "rated? .{1,12}stars",
    "cloud of (?:doubt|suspicion|points)",
    "in the same breath",
    "open doors? (?:policy|for)",
    "(?:rhetorical|double-edged) swords?",
    "castles? in the (?:air|sand)",
    "(?:elevator|sales) pitch",
    "for the books",
    "by the book",
    "the book of",
    "balance the books",
    "(?:the )?world is your",
    "a house of cards",
    "the house of (?:lords|commons|representatives)",
    "bells? and whistles?",
    "alarm bells?",
    "music to",
    "face the music",
    "swan songs?",
    "puzzle over",
    "the film (?:of|on) (?:oil|water|dust)",
    "plastic films?",
    "paper trail",
  ].join("|")})`,
  "giu",
);
