/** Parcels that did not come, as customers report them. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { OrderRequest } from './requests.ts';

const PARCEL = String.raw`(?:parcels?|packages?|shipments?|delivery|deliveries|order|box|#?[ow]?\d{4,12})`;
const MISSING = new RegExp(
  // "Report it missing", "my parcel was stolen".
  String.raw`\b(?:report|claim|file|open)\b.{0,60}\b(?:missing|lost|stolen|not (?:arrived|received|delivered)|never (?:arrived|came))\b|\b(?:missing|lost|stolen)\b.{0,40}\breport\b` +
    String.raw`|\b${PARCEL}\b.{0,40}\b(?:stolen|never (?:arrived|came|showed up|reached|got here|made it)|(?:did not|didn'?t|has not|hasn'?t|was not|wasn'?t) (?:ever )?(?:arrived?|come|show up|reach|turn(?:ed)? up|get here))\b(?! yet)` +
    // "It says delivered but I have nothing."
    String.raw`|\b(?:says|shows|shown|marked|listed|tracking|status|carrier|reported|supposedly|apparently)\b.{0,40}\bdelivered\b.{0,80}\b(?:but|yet|although|though|however|not|never|nothing|nowhere|no (?:sign|trace)|\w+n'?t)\b` +
    String.raw`|\b(?:but|nothing|never|not|\w+n'?t)\b.{0,60}\balthough\b.{0,40}\bdelivered\b|\bdelivered\b.{0,30}\b(?:but|yet)\b.{0,40}\b(?:not here|never|nothing|nowhere|missing|\w+n'?t|did not|do not|have not)\b` +
    // "I want a refund for my lost parcel."
    String.raw`|\b(?:refund|replacement|resend|re-send|again|search|trace|investigat\w*|compensat\w*)\b.{0,60}\b(?:lost|missing|stolen)\b.{0,20}\b${PARCEL}\b|\b(?:lost|missing|stolen)\b.{0,20}\b${PARCEL}\b.{0,60}\b(?:refund|replacement|resend|re-send|again|search|trace|investigat\w*|money back)\b`,
  'u',
);

/** Whether a text reports a parcel missing; the question where a parcel is does not. */
export function reportsMissing(text: string): boolean {
  return MISSING.test(text) && !/\b(?:items?|parts?|pieces?) (?:is |are |was |were )?missing\b/u.test(text);
}

const REMEDIES: readonly (readonly [remedy: string, wording: RegExp])[] = [
  [
    'replacement',
    /\b(?:replac\w*|re-?send|send (?:it|them|another|a new one|one)\b.{0,20}(?:again|new)?|again|new one|another one|re-?ship\w*)\b/u,
  ],
  ['refund', /\b(?:refund\w*|money(?: back)?|reimburs\w*|pay (?:me |it )?back|credit)\b/u],
  ['trace', /\b(?:trac(?:e|ing)|search\w*|look for|find|investigat\w*|locate)\b/u],
];

/** The call that reports it, with the parcel and the remedy as far as the customer said. */
export function reportInput({ parts }: OrderRequest, order_id: string): JsonObject {
  const said = [...parts].reverse().map(({ text }) => text);
  const remedy = said.flatMap((text) => REMEDIES.filter(([, wording]) => wording.test(text)).map(([name]) => name))[0];
  const shipment_id = said
    .map(
      (text) =>
        /\b(?:parcel|package|shipment)\s+#?([a-z]{1,4}-?\d[\w-]*)/u.exec(text)?.[1] ??
        /^\W*([a-z]{1,4}-?\d[\w-]*)\W*$/u.exec(text)?.[1],
    )
    .find((id) => id !== undefined);
  return {
    order_id,
    ...(shipment_id === undefined ? {} : { shipment_id }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}
