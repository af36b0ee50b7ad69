import assert from "node:assert/strict";
import { test } from "node:test";
import { spoken } from "../../../video/language/spoken.ts";

const ENGLISH: Record<string, string> = {
  "Version 1.4 is out": "Version one point four is out.",
  "Use v2.0 now.": "Use version two point zero now.",
  "SQLite 3.46.0 is here.": "SQLite three point forty-six point zero is here.",
  "Node 22.18 runs it.": "Node twenty-two point eighteen runs it.",
  "It takes 1.4 seconds.": "It takes one point four seconds.",
  "It takes 1 s, not 10ms.": "It takes one second, not 10 milliseconds.",
  "40% faster": "40 percent faster.",
  "1,234 files at 30 fps": "1,234 files at 30 frames per second.",
  "It costs $40, or €1.5M.": "It costs 40 dollars, or one point five million euros.",
  "See https://www.example.org/start/.": "See example dot org slash start.",
  "See www.example.se for more.": "See www dot example dot se for more.",
  "Mail me@example.org now.": "Mail me at example dot org now.",
  "Pass --json or -v here.": "Pass dash dash json or dash v here.",
  "e.g. this, i.e. that, etc.": "for example this, that is that, and so on.",
  "A vs. B": "A versus B.",
  "Tea & milk → happiness": "Tea and milk to happiness.",
  "On 2026-09-30 it ends.": "On September 30, 2026 it ends.",
  "C++ and Node.js, 24/7": "C plus plus and Node JS, twenty-four seven.",
  "Between 10–20 °C": "Between 10 to 20 degrees Celsius.",
  "About ~3x as many": "About about 3 times as many.",
  "Use `code` and snake_case": "Use code and snake case.",
  "Encoded as H.264 in 1080p30": "Encoded as H 264 in 1080p at 30 frames per second.",
  "HTTP/3 in tsconfig.json": "HTTP 3 in tsconfig dot json.",
  "Wait — what?": "Wait, what?",
  "At 60k or −5 °C": "At 60 thousand or minus 5 degrees Celsius.",
  "Choose Help > Check for updates.": "Choose Help, Check for updates.",
  "Call POST /v2/uploads now.": "Call POST /v2/uploads now.",
  "A Core i7-13650HX": "A Core i7 13650HX.",
  "Under-16s need an adult.": "Under-16s need an adult.",
  "It is 2.1KBs small.": "It is two point one kilobytes small.",
  "It is 2^53-1.": "It is 2 to the power of 53 minus 1.",
  "Naps help (p < 0.05).": "Naps help.",
};

const MONEY: Record<string, string> = {
  "Revenue fell to £41.2m": "Revenue fell to forty-one point two million pounds.",
  "with $2.5 million in cash": "with two point five million dollars in cash.",
  "a $2.5 million grant": "a two point five million dollar grant.",
  "It costs $1, or £0.004 a play":
    "It costs one dollar, or zero point zero zero four pounds a play.",
  "€15.00 or €12.50": "15 euros or 12 euros fifty.",
  "$1,234.50 and £0.99": "1,234 dollars fifty and 99 pence.",
  "Profit was -£1.9m": "Profit was minus one point nine million pounds.",
  "+€20 per job": "plus 20 euros per job.",
  "100 €, 4,50 €, 1.200 €": "100 euros, 4 euros fifty, 1,200 euros.",
  "0.32 €/kWh": "32 cents per kilowatt hour.",
  "$5–10 or USD 40": "5 to 10 dollars or 40 dollars.",
  "£5m–£10m, then $9.99/month": "5 to 10 million pounds, then 9 dollars ninety-nine per month.",
  "the €100 fee and £1.01": "the 100 euro fee and one pound and one pence.",
};

const MEASURES: Record<string, string> = {
  "about 15 cm for a 5 cm bulb": "about 15 centimetres for a 5 centimetre bulb.",
  "a 90 kB scheduler": "a 90 kilobyte scheduler.",
  "the 10 km to the sea": "the 10 kilometres to the sea.",
  "Mill Lane (5 min. walk)": "Mill Lane (5 minute walk).",
  "a leak of ~40 MB/h": "a leak of about 40 megabytes per hour.",
  "2.3x more per m² than 5 km²":
    "two point three times more per square metre than 5 square kilometres.",
  "CO₂ and H₂O": "C O 2 and H 2 O.",
  "1/3 of it, 1 1/2 tsp, ½ cup": "one third of it, 1 and a half teaspoons, one half cup.",
  "3×4 m at 1920×1080": "3 by 4 metres at 1920 by 1080.",
  "5 %–10 %, ±2%": "5 percent to 10 percent, plus or minus 2 percent.",
  "12,000+ titles in 4K": "more than 12,000 titles in 4 K.",
  "Node 18+ runs it": "Node 18 plus runs it.",
  "4K users": "4 thousand users.",
  "2 kg/m² in a 3 m deep pool": "2 kilograms per square metre in a 3 metre deep pool.",
  "A 100 m sprint at 20° C": "A 100 metre sprint at 20 degrees Celsius.",
  "min. 5, max. 10 min": "at least 5, at most 10 minutes.",
  "from 6m20s to 45s": "from 6 minutes 20 seconds to 45 seconds.",
};

const TIMES: Record<string, string> = {
  "in the 1990s and '80s": "in the nineteen nineties and eighties.",
  "in the 2000s, 2010s and 1800s": "in the two thousands, twenty tens and eighteen hundreds.",
  "at 7.30 p.m. today": "at 7:30 p.m. today.",
  "Mon–Fri 9:00–18:00, Sat 10:00": "Monday to Friday 9:00 to 18:00, Saturday 10:00.",
  "from Tues. to Thurs. at nine": "from Tuesday to Thursday at nine.",
  "15 Nov 2026, from 1 Jan. on, in Feb": "15 November 2026, from 1 January on, in February.",
  "by Jan Novak": "by Jan Novak.",
  "Open Mon, Wed and on Sat and Sun": "Open Monday, Wednesday and on Saturday and Sunday.",
  "The Sun sat. 5 planets": "The Sun sat. 5 planets.",
};

const NAMES: Record<string, string> = {
  "Ubuntu 24.04": "Ubuntu twenty-four point zero four.",
  "npm ci && npm test": "npm ci and npm test.",
  "CVE-2026-11111": "CVE 2026 11111.",
  x86_64: "x86 64.",
  "Python 3.9 or 3.10": "Python three point nine or three point ten.",
  "call 555-0199": "call 555 0199.",
  "call 555-0199-22": "call 555 0199 22.",
  "1.0-rc.1": "one point zero release candidate 1.",
  "pp. 12–14, No. 5, incl. tax": "pages 12 to 14, number 5, including tax.",
};

for (const [written, said] of Object.entries({
  ...ENGLISH,
  ...MONEY,
  ...MEASURES,
  ...TIMES,
  ...NAMES,
})) {
  test(`"${written}" is said "${said}"`, () => assert.equal(spoken(written, "en"), said));
}

const JAPANESE: Record<string, string> = {
  "1.4秒で起動します": "1点4秒で起動します。",
  "40%速くなりました。": "40パーセント速くなりました。",
  "v2.0を公開": "バージョン2点0を公開。",
  "【結果】正答率は72%だった（p<0.05）。": "結果、正答率は72パーセントだった。",
  "設定 > 一般を開く": "設定、一般を開く。",
  "2^53-1まで": "2の53乗マイナス1まで。",
  "1,234件を処理": "1234件を処理。",
  "https://example.org/startをご覧ください。": "exampleドットorgスラッシュstartをご覧ください。",
  "--jsonをつける": "ハイフンハイフンjsonをつける。",
  "2026-09-30に終了": "2026年9月30日に終了。",
  "１０ms で 30fps": "10ミリ秒 で 30フレーム毎秒。",
  "70〜80℃": "70から80度。",
  "3xの速さ": "3倍の速さ。",
  $5かかる: "5ドルかかる。",
  "札幌は-11.5℃、東京は−3℃": "札幌はマイナス11点5度、東京はマイナス3度。",
  "前年比▲3.2%、利益は△4億円": "前年比マイナス3点2パーセント、利益はマイナス4億円。",
  "寸法は、幅90×奥行90×高さ140mm": "寸法は、幅90かける奥行90かける高さ140ミリメートル。",
  "3×3の盤面を3×の速さで": "3かける3の盤面を3倍の速さで。",
  "第Ⅲ部はC++とC#で": "第3部はCプラスプラスとCシャープで。",
  "小さじ1/2と卵液の1/3、½カップ": "小さじ2分の1と卵液の3分の1、2分の1カップ。",
  "11/29(日)、2026/11/9、1/5(火)": "11月29日日曜日、2026年11月9日、1月5日火曜日。",
  "1日(火)と12月1日（水・祝）": "ついたち火曜日と12月ついたち水曜日。",
  "約30mL/h、80km/h": "約30ミリリットル毎時、80キロメートル毎時。",
  "5km²と20㎡": "5平方キロメートルと20平方メートル。",
  "No.5とWi-Fi": "ナンバー5とワイファイ。",
  "TEL：03-1234-5678": "電話 ゼロサンのイチニーサンヨンのゴーロクナナハチ。",
  "5-6人、9時-10時、23:00〜翌5:00": "5から6人、9時から10時、23:00から翌5:00。",
  "〜500円、500円/人、＋3,300円": "500円まで、500円、1人あたり、プラス3300円。",
  "GPT-5とA+B": "GPT-5とAとB。",
};

for (const [written, said] of Object.entries(JAPANESE)) {
  test(`「${written}」は「${said}」と読む`, () => assert.equal(spoken(written, "ja"), said));
}

test("other languages are spoken as they are written", () => {
  assert.equal(spoken("Es kostet 40 %", "other"), "Es kostet 40 %.");
});
