/** Behind a number they count nothing, in the languages that Kantoku keeps as they are too. */
export const SMALL_WORD =
  /^(?:in|on|at|by|of|to|for|from|with|and|or|but|nor|so|as|than|that|which|who|when|where|while|if|is|are|was|were|has|have|had|will|would|can|could|may|must|the|an?|this|these|per|into|through|between|during|until|till|ago|later|before|after|de|del|du|des|di|do|da|dos|das|al|au|aux|à|le|la|les|el|los|las|il|lo|gli|und|et|y|e|ou|o|oder|bis|von|vom|der|die|den|im|am|um|uhr|dans|en|pour|par|sur|para|por|con|com|mit|auf|für|een|van|het)$/i;

/** The number behind it is a day. */
export const MONTH_BEFORE =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)\s$/;

/** The number before it is a day: "6 septembre", "12 de mayo", "3. Oktober". */
export const MONTH_BEHIND = new RegExp(
  String.raw`^\.?\s(?:d[ei]\s)?(?:${[
    "jan(?:uary|vier|eiro|uari?)?",
    "feb(?:ruary|rero|braio|ruari?)?|févr?(?:ier)?|fevereiro",
    "mar(?:ch|s|zo|ço|t)?|maart|märz",
    "apr(?:il|ile)?|avr(?:il)?|abr(?:il)?",
    "mai|may|mayo|maggio|maio|mei",
    "june?|juin|junio|giugno|junho|juni",
    "july?|juil(?:let)?|julio|luglio|julho|juli",
    "aug(?:ust|ustus)?|août|agosto",
    "sept?(?:ember|embre|iembre)?|setiembre|settembre|setembro",
    "o[ck]t(?:ober|obre|ubre)?|ottobre|outubro",
    "nov(?:ember|embre|iembre|embro)?",
    "de[cz](?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?",
  ].join("|")})(?![\p{L}\d])`,
  "iu",
);
