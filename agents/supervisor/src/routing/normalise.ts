/**
 * A message as words that can be compared: one spelling of what people write in many ways, numbers and ids as what they
 * are rather than which they are, light stemming. Mistyped words are left to spelling.ts.
 */

/** Of a long message the middle is left out: people say what they want first or last, and the time of a decision stays bounded. */
const FIRST_CHARACTERS = 500;
const LAST_CHARACTERS = 200;

/** Short forms of chats, and words that are one word in speech: `as written = meant`. Apostrophes are already gone. */
const SPELLED_OUT: ReadonlyMap<string, string> = new Map(
  `
  u ya = you; ur yr = your; urs = yours; r = are; yall = you all; pls plz plss plis = please;
  thx tnx ty ta cheers = thanks; im = i am; ive = i have; id = i would; ill = i will; youre = you are;
  youve = you have; theyre = they are; theyve = they have; weve = we have; its = it is; thats = that is;
  theres = there is; heres = here is; whats wats = what is; wheres = where is; whens = when is; hows = how is;
  whos = who is; whys = why is; lets = let us; cant cannot = can not; wont = will not; dont = do not;
  doesnt dosnt dosent = does not; didnt = did not; isnt aint = is not; arent = are not; wasnt wasent = was not;
  werent = were not; hasnt = has not; havent havnt = have not; hadnt = had not; couldnt cudnt = could not;
  wouldnt = would not; shouldnt = should not; wanna = want to; gonna = going to; gotta hafta = have to;
  gimme = give me; lemme = let me; dunno = do not know; cuz coz bc cos = because; b4 = before; gr8 = great;
  2day = today; 2moro tmrw tomorow = tomorrow; n = and; w wit = with; abt bout = about; smth sth = something;
  some1 somebody sum1 = someone; sb = somebody; hw = how; wat wut wot = what; y = why; k okay = ok;
  acc acct = account; pw pwd passwort = password; addr adress addy = address; nr num = number; tel = tell;
  telephone mobile fone ph = phone; recieve = receive; recieved recived = received; reciept = receipt;
  cancle cancell = cancel; canceling = cancelling; canceled = cancelled; colour = color; colours = colors;
  favourite = favorite; cheque = check; jewellery = jewelry; msg = message; info = information; deets = details;
  asap = urgent; mins = minutes; hrs = hours; wks = weeks; bday = birthday; xmas = christmas; prob = problem;
  probs = problems; sry = sorry; pic = picture; ppl = people; teh da = the; wich = which; hav hv = have; nt = not;
  tlk = talk; any1 = anyone; evry = every; wer whre whr wher = where; mi = my; frm = from; luv = love;
  pkg pckg pckge = package; delivry dlvry = delivery; ordr odr = order; rfnd refnd = refund; rtrn = return;
  emial = email; gud = good; mch = much; hr = hour; wk = week; yrs = years; yo = hey; hallo helo = hello;
  cust = customer; govt = government; temp = temperature; qty = quantity; alot = a lot; alright = all right;
  tho = though; thru = through; nite = night; dat = that; dis = this; dem = them; lil = little; kinda = kind of;
  sorta = sort of; outta = out of; shoulda = should have; ima imma = i am going to; idk = i do not know;
  idc = i do not care; rn = right now; btw = by the way; fyi = for your information; tbh = honestly;
  dob = date of birth; cc = card; vid = video; wnt = want; bak = back; giv = give; spk = speak; snd = send; fon = phone;
  hlp = help; ned = need; nd = and; cud = could; wud = would; shud = should; wht = what; yu = you;
  jst = just; agn = again; l8 = late; gt = get; rcvd = received; wknd = weekend; mgr = manager; trk = track; cnt = can not;
  iwant = i want; ineed = i need; icant = i can not; ihave = i have; wheresmy = where is my; cal = call; nu = new; bcoz = because;
  mony = money; sez = says; dint = did not; wen = when; woud = would; wasn = was not; doesn = does not; didn = did not
`
    .split(';')
    .flatMap((entry) => {
      const [short = '', long = ''] = entry.split(' = ');
      return short
        .trim()
        .split(' ')
        .map((one): [string, string] => [one, long.trim()]);
    }),
);

const MONEY = /(?:[$€£¥]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:[$€£¥]|(?:dollars?|bucks|euros?|eur|usd|gbp|pounds?|quid)\b))/gu;

/** Words of the message, in order. What is not written as a word stands between angle brackets. */
export function words(message: string): string[] {
  const text = ends(message)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’‘`´']/gu, '')
    .replaceAll(/\bhttps?:\S+|\bwww\.\S+/gu, ' <url> ')
    .replaceAll(/\S+@\S+\.\S+/gu, ' <mail> ')
    .replaceAll(/(?<!\S)@\w+/gu, ' ')
    .replaceAll(MONEY, ' <money> ')
    .replaceAll(/\b\d{1,2}(?::\d\d)?\s?(?:am|pm)\b|\b\d{1,2}:\d\d\b/gu, ' <time> ')
    .replaceAll(/(\p{L})\1{2,}/gu, '$1');
  const found = text.match(/<\w+>|[\p{L}\d][\p{L}\d-]*/gu) ?? [];
  return found.flatMap((word) => (word.startsWith('<') ? [word] : spelledOut(word)));
}

function ends(message: string): string {
  return message.length <= FIRST_CHARACTERS + LAST_CHARACTERS
    ? message
    : `${message.slice(0, FIRST_CHARACTERS)} ${message.slice(-LAST_CHARACTERS)}`;
}

function spelledOut(word: string): string[] {
  const known = SPELLED_OUT.get(word);
  if (known !== undefined) return known.split(' ');
  if (/\d/u.test(word)) return [numbered(word)];
  return word.includes('-') ? word.split('-').filter((part) => part !== '') : [word];
}

/** An order id says that an order is named, whichever it is; a size or an amount is only a number. */
function numbered(word: string): string {
  const digits = word.replaceAll(/\D/gu, '').length;
  if (digits >= 4) return '<id>';
  // "E-17" and "E17" are one code.
  return /^\d+$/u.test(word) ? '<number>' : word.replaceAll(/\d+/gu, '#').replaceAll('-', '');
}

/** The word without the common endings, so that "ordered", "orders" and "ordering" are one. Crude on purpose. */
export function stem(word: string): string {
  if (word.length < 4 || word.startsWith('<')) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/u.test(word)) return word;
  const singular = /(?:s|x|z|ch|sh)es$/u.test(word) ? word.slice(0, -2) : word.endsWith('s') ? word.slice(0, -1) : word;
  const bare = /^(.{3,}?)(?:ing|ed)$/u.exec(singular)?.[1];
  if (bare === undefined || !/[aeiouy]/u.test(bare)) return singular.replace(/(?<=...)e$/u, '');
  return bare.replace(/([bdfglmnprt])\1$/u, '$1').replace(/(?<=...)e$/u, '');
}
