/** What reviews talk about, by the words they use for it; and the words that make a remark a complaint. */

export interface Aspect {
  readonly name: string;
  readonly says: RegExp;
}

/** The first one that fits a sentence names its theme, so the special ones come first. */
export const ASPECTS: readonly Aspect[] = [
  { name: 'noise cancelling', says: /\bnoise[- ]cancel\w*|\bhiss\b|\bblocks? (?:out )?noise/u },
  {
    name: 'camera',
    says: /\b(?:camera|photos?|photograph\w*|pictures?|zoom|macro|night mode|stabili[sz]er|video quality)\b/u,
  },
  { name: 'microphone and calls', says: /\b(?:microphones?|mic|calls?|voice is clear|reception)\b/u },
  { name: 'charging', says: /\b(?:charg\w+|charger|full in)\b/u },
  {
    name: 'battery',
    says: /\b(?:batter(?:y|ies)|drain\w*|hours? (?:of use|are true|are realistic)|lasts?|days on one)\b/u,
  },
  {
    name: 'screen',
    says: /\b(?:displays?|screens?|hz|resolution|readable|flicker\w*|colou?rs (?:match|were)|monitors?)\b/u,
  },
  {
    name: 'comfort',
    says: /\b(?:comfort\w*|pads?|wrist|ears?|fits? (?:my|me|well)|pressure|stay in place|(?:my|the) (?:lap|back)|neck)\b/u,
  },
  { name: 'heat', says: /\b(?:warm|hot|heat\w*|overheat\w*|cool(?:er|ing)?|degrees)\b/u },
  { name: 'noise', says: /\b(?:silent|quiet\w*|noisy|fans?|too loud|a bit loud)\b/u },
  { name: 'sound', says: /\b(?:sound\w*|bass|audio|loud\w*|volume|music|stereo|speakers?|voices|crackl\w+)\b/u },
  {
    name: 'connection',
    says: /\b(?:connect\w*|pair(?:s|ed|ing)?|bluetooth|wi-?fi|sync\w*|gps|devices? at once|dropped out|signal|network)\b/u,
  },
  { name: 'app and software', says: /\b(?:app|software|firmware|updates?|menus?|account)\b/u },
  { name: 'speed', says: /\b(?:fast|quick\w*|slow\w*|smooth\w*|performance|runs everything|half the time|instant)\b/u },
  { name: 'keyboard and controls', says: /\b(?:keyboards?|keys?|touch ?pad|buttons?|typing|pen|stylus|remote)\b/u },
  { name: 'ports', says: /\b(?:ports?|sockets?|adapters?|usb|hdmi|card (?:slot|reader)|aux|cables?)\b/u },
  {
    name: 'size and weight',
    says: /\b(?:size|small\w*|tiny|large\w*|big(?:ger)?|heavy|weigh\w*|light as|light|compact|pockets?|carry|carried|thin|slim)\b/u,
  },
  {
    name: 'build and durability',
    says: /\b(?:build|built|solid|tough|sturdy|durable|years|scratch\w*|bends?|broke\w*|waterproof|water|falls?|fell|fallen|wobbl\w+|chipped|quality|made)\b/u,
  },
  { name: 'price', says: /\b(?:prices?|value|money|cheap\w*|expensive|bargain|worth|dollars?|euros?|costs?)\b/u },
  {
    name: 'set-up and assembly',
    says: /\b(?:set[- ]?up|install\w*|assembl\w*|instructions?|mounting|easy to (?:use|set|assemble|extend))\b/u,
  },
  { name: 'cleaning and care', says: /\b(?:clean\w*|wash\w*|dust|lint|dishwasher|smells?|fingerprints?|crumbs?)\b/u },
  {
    name: 'looks',
    says: /\b(?:beautiful\w*|lovely|pretty|design|looks (?:like|great|good|nice|lovely)|glaze|elegant|jewellery)\b/u,
  },
  { name: 'service', says: /\b(?:support\w*|service|replaced|repaired|warranty|delivery)\b/u },
];

/** Theme of remarks that name nothing in particular. */
export const OVERALL = 'overall';

/** Words of complaint. They count only in reviews that were not all praise. */
export const COMPLAINT =
  /\b(?:not|no|never|nothing|none|cannot|without|too|only|lack\w*|miss(?:ing|es)|slow\w*|weak|poor|bad|worse|worst|hard|stiff|thin|short|small for|heavy|hiss|flicker\w*|faint|drop(?:s|ped)|stop(?:s|ped)|crackl\w+|warm|hot|overheat\w*|drain\w*|lost|trouble|problems?|fault\w*|broken?|bulky|slippery|expensive|wish|could be|would like|would have been|should|needs?|needed|awkward|annoying|noisy|loud|scratch\w*|sticks?|drips?|smells?|forgets?|wobbl\w+|forever|half an hour|patience|except)\b|n't\b/u;

/** Words of praise; they make a remark of a mixed review a good one. */
export const PRAISE =
  /\b(?:great|good|excellent|superb|perfect\w*|best|better|love\w*|wonderful\w*|fine|impressive|clear|easy|comfortable|solid|satisfied|happy|nice|pleasure|beautiful\w*|works well|simply works|recommend|worth|pleased)\b/u;
