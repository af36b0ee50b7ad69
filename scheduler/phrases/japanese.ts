import type { JobStatus } from "../job.ts";
import type { Phrases } from "./english.ts";

type ByStatus = Readonly<Record<JobStatus, string>>;

const HEADINGS: ByStatus = {
  queued: "順番待ち",
  waiting: "待機中",
  running: "制作中",
  "needs-review": "確認待ち",
  done: "完成",
  failed: "失敗",
  cancelled: "中止",
};

const UNDER_WAY =
  "コメントで指示できます： `/status` 進み具合を聞く・ `/priority p0` 優先する・ `/cancel` 中止する";

const HELP: ByStatus = {
  queued: UNDER_WAY,
  waiting: UNDER_WAY,
  running: UNDER_WAY,
  "needs-review": "コメントで指示できます： `/approve` このまま完成にする・ `/cancel` 取りやめる",
  done: "直したいところはコメントに書いてください。例：「ショット3を短く」「BGMを静かに」",
  failed: "コメントで指示できます： `/retry` もう一度試す・ `/status` どこまで進んだかを聞く",
  cancelled: "新しく作るには、ラベルを外して付け直してください",
};

const STEPS: Readonly<Record<string, string>> = {
  concept: "構想",
  own: "持ち込み素材",
  script: "台本",
  shots: "ショット割り",
  storyboard: "絵コンテ",
  plan: "制作計画",
  assets: "絵の素材",
  voice: "ナレーション",
  music: "音楽",
  direct: "演出",
  edit: "編集",
  render: "映像の書き出し",
  mix: "音の仕上げ",
  finish: "結合",
  critique: "検査",
  publish: "書類作成",
};

const HOST_HINT = "Kantoku を動かしている人に知らせてください。";
const RETRY_HINT = "一時的なことが多く、もう一度試すと直ることがあります。";

const FAILURES: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  "agent-stopped": { message: "作業していたプロセスが止まりました。", hint: RETRY_HINT },
  "bad-input": {
    message: "この内容では作業できませんでした。",
    hint: "Issue の文章を直し、ラベルを外して付け直してください。",
  },
  "blob-missing": { message: "前の工程が作ったファイルが見つかりません。", hint: HOST_HINT },
  "bundle-failed": { message: "画面を描くプログラムを組み立てられませんでした。", hint: HOST_HINT },
  "dictionary-unreadable": { message: "読みの辞書を開けませんでした。", hint: HOST_HINT },
  "disk-full": { message: "ディスクの空きがありません。", hint: HOST_HINT },
  "fan-out-invalid": {
    message: "前の工程の結果が正しい形ではありませんでした。",
    hint: RETRY_HINT,
  },
  "folder-unusable": { message: "保存先のフォルダーに書き込めません。", hint: HOST_HINT },
  "lease-lost": { message: "作業の途中で担当が外れました。", hint: RETRY_HINT },
  "loudness-missed": { message: "音量を決められた範囲に収められませんでした。", hint: RETRY_HINT },
  "model-quota": { message: "言語モデルの利用枠を使い切りました。", hint: HOST_HINT },
  "no-permission": { message: "必要な権限がありません。", hint: HOST_HINT },
  "no-voice": { message: "この言語を話せる音声がありません。", hint: HOST_HINT },
  "nothing-spoken": { message: "読み上げた音声が空でした。", hint: RETRY_HINT },
  "nothing-to-hear": { message: "できあがった音が空でした。", hint: RETRY_HINT },
  "patch-refused": { message: "編集の内容が映像に合いませんでした。", hint: RETRY_HINT },
  "program-failed": { message: "使っている外部プログラムが失敗しました。", hint: RETRY_HINT },
  "program-missing": { message: "必要な外部プログラムが入っていません。", hint: HOST_HINT },
  "program-timed-out": {
    message: "使っている外部プログラムが時間内に終わりませんでした。",
    hint: RETRY_HINT,
  },
  "prompt-missing": { message: "言語モデルへの指示書が見つかりません。", hint: HOST_HINT },
  "shot-missing": { message: "描くはずのショットが見つかりません。", hint: RETRY_HINT },
  "step-stalled": { message: "作業が進まなくなりました。", hint: RETRY_HINT },
  "step-timed-out": { message: "工程が時間内に終わりませんでした。", hint: RETRY_HINT },
  "voice-unavailable": { message: "音声サービスを使えませんでした。", hint: RETRY_HINT },
  "wav-unreadable": { message: "音声ファイルを読めませんでした。", hint: RETRY_HINT },
  "work-dead": { message: "何度試しても工程を終えられませんでした。", hint: RETRY_HINT },
  "work-lost": { message: "工程の仕事が失われました。", hint: RETRY_HINT },
};

const FIELDS: Readonly<Record<string, string>> = { duration: "長さ", aspect: "画面の形" };

const listed = (items: readonly string[]): string => items.join("、");

const UPLOAD_REFUSED = "GitHub が受け付けませんでした。";
const UPLOAD_REFUSALS: Readonly<Record<string, string>> = {
  "github-forbidden":
    "Kantoku のトークンに、このリポジトリーへの書き込み権限（Contents: read and write）がありません。",
  "github-gone": "置き場所が GitHub 上に見つかりません。",
};

/** です・ます体。はじめて Kantoku を見る人にも分かる言葉で。 */
export const JAPANESE: Phrases = {
  span: (ms) => {
    if (ms < 60_000) return `${(ms / 1000).toFixed(1)}秒`;
    const seconds = Math.round(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes}分${seconds % 60}秒`;
    return `${Math.floor(minutes / 60)}時間${minutes % 60}分`;
  },

  heading: (status) => HEADINGS[status],
  asksHeading: "始める前に教えてください",
  approvalHeading: "承認が必要です",
  unpublishedHeading: (isFilmThere) => (isFilmThere ? "完成（一部が未公開）" : "完成（未公開）"),
  titled: (heading, title) => `${heading}：${title}`,
  begins:
    "この Issue をもとに Kantoku が映像を作ります。このコメントは自動で更新されます。何もする必要はありません。",
  help: (status) => HELP[status],
  askedBy: (label) => `${label} の映像`,
  jobName: (job) => `ジョブ ${job}`,
  rest: "続きはジョブの report.md にあります。",

  film: "映像",
  captions: "字幕",
  poster: "ポスター",
  measured: "測定結果",
  wholeReport: "報告書の全文",
  howMade: (time) => (time === "" ? "制作の記録" : `制作の記録（${time}）`),
  assumed: "書かれていなかったので、こう仮定しました",
  said: "いただいたコメント",
  edited: (editor) =>
    `**${editor}** さんがその後、Issue の文章を編集しました。新しい文章で作り直すには \`/again\` と書いてください。`,

  step: (name) => STEPS[name] ?? name,
  itemOf: (step, item) => `${step}（${item}）`,
  summaries: false,
  progress: (done, all, ready) =>
    `${all}工程中${done}工程が完了${ready && `・完成予定 ${ready} ごろ`}`,
  cost: "費用",
  spent: (usd) => `支出 $${usd}`,
  expected: (usd) => `見込み $${usd}`,
  budget: (usd) => `予算 $${usd}`,
  toDo: "これからの工程",
  wasDone: (done, all) => `工程の記録（${all}工程中${done}工程が完了）`,
  count: (done, all) => `（${done}/${all}）`,
  failed: "失敗",
  since: (time) => `${time} から作業中`,

  approval: (usd, limit) =>
    `費用の見込みは $${usd} で、確認なしで使える上限${limit && `（$${limit}）`}を超えています。`,
  approvalWays:
    "進めてよければ、このコメントに 👍 を付けるか（以前に付けたものは数えません。いちど外して付け直してください）、`/approve` と書いてください。取りやめるなら `/cancel` です。それまで費用は発生しません。",
  question: (text, assumed) => `**${text}** お返事がなければ ${assumed} にします。`,
  yes: "はい",
  answers: (example, until) =>
    `コメントでお答えください。例： \`${example}\` （「はい」はここに書いた案のままという意味です）${until && `お返事がなければ ${until} にこの案で始めます。`}`,
  answersName: "お答え",
  openQuestions: (count) => `Issue の中で${count}件の質問に答えを待っています。`,
  stepFailed: (name, times) =>
    `**${name}** の工程で失敗しました${times > 0 ? `（${times}回試しました）` : ""}。`,
  failure: (code) => FAILURES[code],
  failureDetail: (words) => `詳細： ${words}`,
  reasonInLog: "理由は Kantoku のログにあります。",
  retry:
    "もう一度試すには `/retry` と書いてください。終わった工程はやり直しません。内容を変えるには、Issue の文章を直してから、ラベルを外して付け直してください。",
  passed: (held, all) => `**検査に合格しました。** ${all}項目中${held}項目が基準内です。`,
  needsLook: (held, all) => `**確認が必要です。** ${all}項目中${held}項目が基準内です。`,
  doubt: (check, measured, limit) => `${check}： ${measured} （基準は ${limit}）`,
  doubts: "映像はできましたが、自動の検査で次の点が基準に届きませんでした。",
  reviewWays:
    "このままでよければ `/approve` と書いてください。直すなら「ショット3を短く」「BGMを静かに」のように書いてください。",

  refusedHeading: "この内容ではまだ映像を作れません",
  refusedBecause: "次の点を直してください。",
  problem: ({ where, line, column, message, hint }) => {
    const place =
      line === undefined ? "" : `${line}行目${column === undefined ? "" : `${column}文字目`}`;
    return `${where}${place && `（${place}）`}： ${message}${hint ? `（${hint}）` : ""}`;
  },
  refusedRemedy: "Issue の文章を直してから、ラベルを外して付け直してください。",

  tooBig: (size, limit) => `ファイルは ${size} あり、上限の ${limit} を超えています。`,
  tooBigWays:
    "これ以上小さくできません。Kantoku の設定で `github.maxAssetBytes` を上げると公開できます。",
  smaller: (size) => `これは ${size} に縮めたものです。`,
  notUploaded: (code, detail) =>
    `アップロードできませんでした。${UPLOAD_REFUSALS[code] ?? UPLOAD_REFUSED}（英語の詳細： ${detail}）`,
  publishAgain:
    "映像そのものはできています。原因を直したら `/retry` と書いてください。アップロードだけをやり直します。それまで、この Issue は開いたままです。",
  keptThere:
    "映像は Kantoku の設定により、作ったマシンに置いてあります。場所は `kantoku job` に下のジョブ名を付けると分かります。",

  waitsFor: (issues, more) =>
    `${listed(issues)}${more > 0 ? ` ほか${more}件` : ""} を待っています。閉じられるか映像が完成すれば、自動で始まります。`,
  waitsInCircle: (circle) =>
    `互いに待ち合っています： ${circle.join(" → ")}。どれか一つの依存を消し、その Issue のラベルを付け直してください。`,
  dependencies: "依存",
  unknownNeed: (issue) => `先に終わるはずの ${issue} が見つからないか、Kantoku から見えません`,
  unknownNeedHint: "文章を直してから、ラベルを外して付け直してください",
  needsNoIssue: (words) =>
    `「${words}」は Issue の番号ではありません。#12 か owner/repo#12 のように書いてください。`,
  tooManyNeeds: (count, most) =>
    `${count}件の Issue に依存しています。書けるのは${most}件までです。`,

  tooLong: (count, most) => `文章が${count}文字あります。${most}文字までにしてください。`,
  tooManyMarks: (count, most) =>
    `強調やリンクの記号が${count}個あります。${most}個までにしてください。`,
  unknownText: (why) =>
    `ラベルを付けた時点の文章が分かりません。${why}。文章を確かめてから、ラベルを外して付け直してください。`,
  editedOften: "その後、何度も編集されています",
  editedByUnknown: "その後に編集されていますが、誰によるものか GitHub が示していません",
  editedBy: (names) =>
    `${listed(names)} がその後に編集していて、前の文章を GitHub が示していません`,
  deletedAccount: "削除されたアカウント",
  ownMistake: (words) => `Kantoku の不具合で、この文章を扱えませんでした： ${words}`,

  cancelledBy: (login) => `${login} さんが中止しました。`,
  labelSetAgain: (label) => `ラベル ${label} が付け直されました。`,
  labelTakenOff: (label) => `ラベル ${label} が外されました。`,
  issueDeleted: "Issue が削除されました。",
  issueMoved: (issue) => `Issue が ${issue} へ移されました。`,
  issueClosed: "Issue が閉じられました。",
  repositoryReplaced: (name) => `${name} は、制作を頼まれたときとは別のリポジトリになりました。`,
  madeAgain: "文章が編集されたため、作り直しています。",

  accepted: "承認されました。完成です。",
  approved: "承認されました。制作を続けます。",
  cancelled: "中止しました。",
  retried: "もう一度試します。",
  prioritized: "次の工程から新しい優先度になります。",
  notNow: (status) => `今の状態（${HEADINGS[status]}）ではできません。`,
  noEdit: "ラベルを付けてから、文章は編集されていません。",
  againFromEdit: "新しい文章で作り直します。",
  status: (status, done, all) =>
    all === 0
      ? `${HEADINGS[status]}です。`
      : `${HEADINGS[status]}です。${all}工程中${done}工程が終わりました。`,
  commands:
    "使えるコマンド： /approve、/cancel、/retry、/status、/again、/priority p0 〜 p3。ほかは普通の言葉でどうぞ。",
  defaultsHold: "書いてある案のまま始めます。",
  understood: (answers, isAll) =>
    `${listed(answers.map(({ field, value }) => `${FIELDS[field] ?? field}は${value}`))}ですね。${isAll ? "" : "ほかは案のままにします。"}制作を始めます。`,
  tooLate:
    "回答の期限を過ぎたため、映像は書いてある案のまま作られます。書き込み権限のある人が文章を編集して /again と書けば、作り直せます。",
  stillMade: "まだ制作中です。完成したらすぐに変更します。",
  noFilm: "変更できる映像がありません。/retry でもう一度試せます。",
  notUnderstood: (parts) => `${parts.map((part) => `「${part}」`).join("")}は分かりませんでした。`,
  sayable: (examples) =>
    `たとえば、こう書けます： ${examples.map((each) => `「${each}」`).join("")}`,
  joined: (sentences) => sentences.filter(Boolean).join(""),
};
