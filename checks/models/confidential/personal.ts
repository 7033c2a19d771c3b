/** Names of what is somebody's own business. */
import { wordsOf } from '../secretValues.ts';

const SAID =
  /mail|phone|mobile|ssn|social|birth|dob|address|passport|licen[cs]e|card|iban|patient|diagnos|mrn|medical|insurance|salary|tax|cvv|cvc|prescription|ethnic|religio/i;

/** Whole names, their words joined by a space. */
const personal =
  /(?:^| )(?:e ?mail(?: address)?|email|(?:phone|mobile|cell)(?: (?:number|no))?|ssn|social security(?: number)?|(?:date of birth|birth ?date|dob|birthday)|(?:home|postal|street|billing|shipping|mailing) address|passport(?: (?:number|no))?|(?:driving|driver|drivers) licen[cs]e(?: number)?|(?:credit|debit)? ?card (?:number|no)|(?:credit|debit) card|card number|iban|cvv|cvc|mrn|medical record(?: number)?|diagnos[ie]s|patient(?: (?:name|id|record|data))?|insurance (?:number|id)|tax (?:id|number)|salary|prescription|ethnicity|religion)$/;

/** What is told about it, or the same word for a thing. */
const about =
  /(?:^| )(?:template|templates|type|service|client|provider|subject|queue|sent|verified|confirmed|count|enabled|from|sender|support|admin|regex|pattern|field|label|error|message|valid|invalid|is|has|no|masked|hashed|redacted|memory|ip|mac|host|server|contract|wallet|bind|listen)(?: |$)/;

const holders =
  /(?:messages?|labels?|errors?|templates?|types?|fields?|schema|columns?|constants?|routes?|config|settings|options|validators?|package|author|maintainers?|pkg|manifest|git|commit|committer)$/i;

export function namesPersonal(name: string, holder: string): boolean {
  if (name.length > 40 || !SAID.test(name) || /^[A-Z]/.test(name) || holders.test(holder)) return false;
  const words = wordsOf(name).join(' ');
  return personal.test(words) && !about.test(` ${words} `);
}
