/** The name that stands before a value on its line, or on the line above a block. */

const LOOK_BACK = 160;

/** `name: `, `name = "`, `<name>`, `"name": [`, `-name `: as config files and programs write it. */
const NAMED =
  /(?<![\w.$-])([\w.$-]{1,80})["'\]]{0,2}\s{0,12}(?:=>|:=|[:=]|>)\s{0,12}[[({|>$@"'`\\+-]{0,4}\s{0,40}(?:[\w.]{0,40}\(["'`]?)?$/;

export function slotBefore(text: string, at: number): string | null {
  return NAMED.exec(text.slice(Math.max(0, at - LOOK_BACK), at))?.[1] ?? null;
}
