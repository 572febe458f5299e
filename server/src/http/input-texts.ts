import { text, type Text } from "../base/text.ts";

/** One error of the validator, in JSON Schema terms. */
export type Complaint = { keyword: string; params: Record<string, unknown> };

const types: Record<string, Text> = {
  string: text("نصًا", "a string"),
  integer: text("عددًا صحيحًا", "a whole number"),
  number: text("عددًا", "a number"),
  boolean: text("true أو false", "true or false"),
  array: text("قائمة", "a list"),
  object: text("كائنًا", "an object"),
  null: text("null", "null"),
};

const formats: Record<string, Text> = {
  uuid: text("أرسل معرّفًا بصيغة UUID.", "Send a UUID."),
  date: text(
    "أرسل تاريخًا مثل 2026-11-21 بين 1970 و2200.",
    "Send a date such as 2026-11-21, from 1970 to 2200.",
  ),
  instant: text(
    "أرسل وقتًا مع فرق التوقيت مثل 2026-11-21T10:00:00+03:00 بين 1970 و2200.",
    "Send a time with its UTC offset, such as 2026-11-21T10:00:00+03:00, from 1970 to 2200.",
  ),
  line: text(
    "اكتب سطرًا واحدًا فيه حرف ظاهر واحد على الأقل، بلا رموز تحكم أو رموز تعكس اتجاه النص.",
    "Write one line with at least one visible character, without control or text-direction characters.",
  ),
  "web-address": text(
    "أرسل عنوان ويب كاملًا يبدأ بـ https://‎ أو http://‎ وبلا كلمة مرور فيه.",
    "Send a full URL that begins with https:// or http://, without a password in it.",
  ),
  "card-token": text(
    "أرسل الرمز الذي أنشأته بوابة الدفع في المتصفح (8 إلى 200 من الحروف والأرقام و_ و-)؛ لا ترسل رقم البطاقة أبدًا.",
    "Send the token that the gateway's script created in the browser: 8 to 200 letters, digits, _ and -. Never send a card number.",
  ),
};

/** Returns the remedy, in both languages. */
export function remedy({ keyword, params }: Complaint): Text {
  const limit = String(params.limit);
  switch (keyword) {
    case "required":
      return text("هذا الحقل مطلوب.", "This field is required.");
    case "additionalProperties":
      return text(
        "حقل غير معروف؛ احذفه أو صحّح اسمه.",
        "Unknown field: remove it or correct its name.",
      );
    case "type":
      return typeRemedy(params.type);
    case "enum":
    case "const":
      return choiceRemedy(params.allowedValues ?? [params.allowedValue]);
    case "format":
      return formats[String(params.format)] ?? text("الصيغة غير صحيحة.", "The format is wrong.");
    case "pattern":
      return text(`يجب أن يطابق ${String(params.pattern)}`, `Must match ${String(params.pattern)}`);
    case "minimum":
    case "exclusiveMinimum":
    case "maximum":
    case "exclusiveMaximum": {
      const sign = String(params.comparison);
      return text(`يجب أن يكون ${sign} ${limit}.`, `Must be ${sign} ${limit}.`);
    }
    case "multipleOf":
      return text(
        `يجب أن يكون من مضاعفات ${String(params.multipleOf)}.`,
        `Must be a multiple of ${String(params.multipleOf)}.`,
      );
    case "minLength":
      return text(`${limit} حرفًا على الأقل.`, `At least ${limit} characters.`);
    case "maxLength":
      return text(`${limit} حرفًا على الأكثر.`, `At most ${limit} characters.`);
    case "minItems":
    case "minProperties":
      return text(`${limit} عناصر على الأقل.`, `At least ${limit} entries.`);
    case "maxItems":
    case "maxProperties":
      return text(`${limit} عناصر على الأكثر.`, `At most ${limit} entries.`);
    case "uniqueItems":
      return text("لا تكرر العنصر نفسه.", "Each entry must be unique.");
    default:
      return text("القيمة غير مقبولة هنا.", "This value is not accepted here.");
  }
}

function typeRemedy(wanted: unknown): Text {
  const names = (Array.isArray(wanted) ? wanted : [wanted]).map(String);
  const words = names.map((name) => types[name] ?? text(name, name));
  const ar = words.map((one) => one.ar).join(" أو ");
  const en = words.map((one) => one.en).join(" or ");
  return text(`يجب أن يكون ${ar}.`, `Must be ${en}.`);
}

function choiceRemedy(allowed: unknown): Text {
  const list = (Array.isArray(allowed) ? allowed : [allowed])
    .map((one) => JSON.stringify(one))
    .join(", ");
  return text(`القيم المقبولة: ${list}.`, `Must be one of: ${list}.`);
}
