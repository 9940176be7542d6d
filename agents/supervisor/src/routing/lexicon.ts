/**
 * Words that mean about the same for routing. A few thousand examples cannot name every thing that a shop sells or every
 * word for "refund"; this list lets what was learned about one word count for the others of its group. Words are written
 * out once and compared by stem; `a_b` is two words in a row. A word may be in several groups.
 */
import { stem } from './normalise.ts';
import { THINGS } from './things.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  // What was bought, and its way to the customer.
  order: 'order orders purchase purchases ordered bought buy basket preorder pre_order',
  parcel:
    'parcel package packet shipment box delivery consignment packages stuff goods mail letter items item carton crate envelope consignments freight cargo',
  deliver:
    'deliver delivery delivered ship shipping shipped dispatch dispatched sent send post postage arrive arrival arrived despatch transport handed_over dropped_off drop_off same_day next_day overnight express',
  carrier:
    'courier carrier driver ups dhl fedex hermes usps dpd postman mailman depot warehouse hub royal_mail postal customs evri yodel gls tnt colissimo canada_post auspost an_post mailbox locker',
  track: 'track tracking trace locate follow whereabouts trackin tracker transit',
  status: 'status update progress news eta state stage',
  late: 'late delay delayed overdue slow waiting wait long forever still postponed yet',
  missing:
    'missing lost stolen disappeared vanished incomplete gone theft misplaced empty absent nowhere astray unaccounted',
  arrive:
    'arrive arrived arrives arriving received receive get_here got_here come came turn_up turned_up show_up showed_up reach reached',
  cancel:
    'cancel cancelling cancellation cancelation canceled annul revoke abort withdraw scrap undo call_off stop terminate discontinue kill void',
  change: 'change modify edit alter amend update correct switch adjust fix replace swap revise changing',
  remove: 'remove delete erase wipe rid drop clear deactivate close shut terminate',
  return: 'return returns returned send_back sending_back sent_back give_back bring_back take_back',
  exchange: 'exchange swap trade replacement replace another_size',
  refund:
    'refund refunds refunded reimburse reimbursed reimbursement reimbursements rebate restitution money_back repay compensation compensate chargeback payback rembursement reimbursing refunding refundable cashback',
  invoice: 'invoice invoices receipt receipts bill bills vat statement billing proof',
  pay: 'pay payment payments paying paid checkout transaction paypal klarna afterpay visa mastercard amex transfer charge charged debit credit_card installment instalment',
  charged:
    'charged charge charges overcharged billed deducted debited charging taken double twice unauthorised unauthorized fraudulent',
  fail: 'fail failed failing failure declined rejected error rejects refused denied unsuccessful wrong invalid problem problems issue issues trouble',
  fee: 'fee fees penalty cost costs charge surcharge commission tax taxes duty duties tariff',
  wrong: 'wrong incorrect mistake mixed_up different accidentally accident mistaken erroneous error inaccurate',
  damaged:
    'damaged smashed crushed shattered dented mouldy moldy rotten broken torn ripped scratched leaked bruised spoiled expired melted squashed wet cracked ruined destroyed chipped soaked shards pieces defaced',
  address:
    'address addresses street postcode zip apartment flat moved house_number residence relocate relocated destination postal_code',
  subscription:
    'subscription subscriptions subscribe monthly renewal renew auto autoship recurring frequency plan trial',
  seller: 'seller merchant vendor marketplace third_party trader retailer supplier dealer shopkeeper',
  // What the shop sells.
  want: 'want need looking searching search find seeking wish fancy after shopping interested',
  sell: 'sell carry stock offer have_any got_any do_you_have range selection assortment catalog catalogue collection brand brands',
  recommend:
    'recommend recommendation recommendations suggest suggestion suggestions advise advice idea ideas gift gifts present presents best good top popular trending bestseller bestsellers alternative alternatives similar decent ideal suitable favourite point_me perfect',
  compare: 'compare comparison versus vs difference better differ differences pros cons',
  price:
    'price prices cost costs expensive cheap cheaper cheapest how_much afford budget quote pricing <money> under below',
  promo:
    'promo coupon voucher discount code sale deal deals offer offers promotion bogo clearance bargain percent_off discounts coupons vouchers codes sales reduced reduction special specials',
  stock: 'stock available availability sold_out restock back_in in_stock out_of unavailable',
  notify: 'notify notification alert waitlist ping inform',
  review: 'review reviews rating ratings rate rated stars opinion opinions testimonial feedback comment',
  quality:
    'waterproof leather cotton dimensions weight material ingredients vegan organic specs wide tall heavy capacity washable durable compatible included features size sizes sizing fit fits width height length',
  color: 'color colors black white blue red green pink grey gray brown yellow purple beige navy orange silver gold',
  // The customer's account.
  account: 'account accounts profile user membership member username accnt acount',
  signin:
    'login log_in sign_in signin logging_in log_into signed_in logged log_out locked unlock authenticator 2fa verification logon credentials username user_name log_on signing_in access',
  password: 'password passwords pin passcode passkey credentials forgot forgotten reset pswd passwrd',
  register: 'register registration sign_up signup join enroll enrol registering signing_up create activation',
  personal: 'name surname birthday phone_number details personal email gender <mail>',
  newsletter:
    'newsletter newsletters unsubscribe unsubscribed mailing marketing spam promotional mailings opt_out emails texts sms',
  loyalty: 'points loyalty rewards reward tier platinum bonus referral vip perks stamps club',
  privacy:
    'data gdpr privacy consent cookies ccpa personal_data tracking_me servers hold_about stored_about personal_info personal_information',
  memory: 'remember memory memories forget keep_in note_that',
  history: 'history viewed browsing wishlist wish_list favorites saved recently_viewed looked_at registry',
  preference: 'preference preferences prefer settings language personalised personalized',
  // Products that do not work, and how things are done.
  broken:
    'broken broke dead faulty defective defect malfunction stopped_working not_working not_work cracked died jammed stuck snapped fell_apart malfunctioning busted kaputt glitchy',
  fault:
    'flickers flickering overheating overheats leaking leaks leak noise buzzing crackling freezes freezing crashes crashing crash lag lags restarting smoke sparks burnt beeping blinking flashing rattling wobbles squeaks squeaking drains hums humming vibrating sticky jams bug shuts_off turns_off dropping',
  power: 'turn_on switch_on power boot start charge charging battery plug plugged cable outlet socket power_up',
  connect:
    'connect connecting connection wifi bluetooth pair pairing sync hdmi usb internet signal network connectivity disconnect disconnecting',
  howto:
    'how_do how_to how_can how_should set_up setup install installation assemble assembly instructions manual guide tutorial configure calibrate mount reset steps',
  care: 'clean cleaning wash washing descale stain stains maintenance care',
  warranty: 'warranty guarantee warrenty coverage covered protection_plan care_plan warranties',
  repair:
    'repair repaired fix fixed repairs technician engineer workshop service_center mend spare_part installer repairman',
  recall: 'recall recalled recalls safety hazard dangerous rash allergic shock unsafe',
  policy: 'policy policies terms conditions rules faq opening_hours store_hours legit',
  place:
    'country countries abroad international internationally worldwide overseas canada germany france spain norway india australia mexico ireland europe switzerland japan brazil sweden italy poland malta greece portugal austria belgium denmark finland hungary czech turkey israel china korea singapore malaysia thailand indonesia philippines vietnam nigeria kenya egypt morocco africa chile peru argentina colombia cuba jamaica hawaii alaska iceland cyprus croatia serbia romania bulgaria ukraine russia usa uk scotland wales england zealand eu',
  website: 'website site page app browser webpage online link',
  store: 'store shop branch stores shops location showroom mall',
  // People.
  human:
    'human person agent representative rep operator advisor adviser someone colleague employee staff attendant assistant specialist people associate actual_employee somebody coworker teammate clerk',
  talk: 'talk speak chat connect transfer put_through escalate reach contact speaking talking hand_over forward hand_me put_me pass_me get_hold word_with',
  boss: 'manager supervisor boss superior in_charge head ceo director responsible',
  call: 'call phone ring callback call_back hotline helpline telephone number dial',
  support: 'support customer_service customer_care helpdesk help_desk service customer_support assistance',
  complaint:
    'complaint complain complaints grievance claim dissatisfied unhappy disappointed ombudsman reclamation apology',
  anger:
    'terrible worst awful useless ridiculous unacceptable pathetic disgusted furious angry rude scam scammers stupid joke disgrace fed_up horrible wtf appalling frustrated annoyed outrageous sue lawyer',
  bot: 'bot robot machine chatbot ai automated computer',
  // What no shop does.
  weather:
    'weather rain snow forecast temperature sunny storm umbrella humidity windy sunset cloudy degrees heatwave hail thunder lightning tornado hurricane climate celsius fahrenheit frost breeze',
  travel:
    'flight flights hotel airport airline plane visa passport train bus taxi uber trip vacation vaccine luggage travel ticket boarding itinerary gate airbnb tourist cruise boarding_card boarding_pass hostel sightseeing ferry subway metro railway embassy timezone airlines lufthansa ryanair easyjet expedia booking museum tram',
  cooking:
    'recipe cook bake boil roast restaurant restaurants dinner lunch breakfast pizza calories carbs meal reservation ingredients recipes dough stew marinade oven_temperature nutrition',
  finance:
    'bank banking checking savings mortgage loan stocks stock_price bitcoin interest_rate credit_score atm taxes investment 401k currency salary payday rent apr routing pension exchange_rate online_banking iban wire_money paycheck tax_return budget_for refinance overdraft barclays hsbc chase wells_fargo citibank santander venmo zelle revolut invest shares dividend',
  health:
    'doctor headache symptoms medicine flu cancer pregnant dentist hospital sick blood diet workout knee tooth teeth stomach fever cough pain hurts vet nurse therapy pills prescription vaccine muscle sleep bones',
  media:
    'song songs music movie movies film playlist radio podcast lyrics netflix spotify youtube actor album singer concert mozart beethoven band artist track chart comedy series episode cartoon anime oscar celebrity horoscope poem poems puns pun limerick',
  assistant:
    'alarm timer reminder remind calendar lights light meeting meetings schedule todo to_do thermostat wake_up text_message traffic directions snooze navigate navigation remind_me wake_me put_on play playing dim appointment agenda shopping_list grocery_list playlist volume',
  knowledge:
    'president capital population history_of who_is who_was who_invented distance planet meaning definition define synonym spell language translate spanish french german japanese math equation essay poem homework history continent ocean mountain river litres gallon prime square_root physics chemistry biology grammar plural rhymes antonym century ancient dinosaur universe galaxy moon mars sun atom religion philosophy invented discovered longest tallest largest fastest deepest oldest danish italian russian chinese swedish portuguese latin',
  sports:
    'football soccer basketball team score match league election politics trump president news war olympics nba nfl',
  fun: 'joke jokes laugh riddle story fun_fact funny sing game_with bored puns limerick trivia quiz riddles dance dare prank meme',
  firms:
    'amazon walmart netflix facebook instagram twitter google whatsapp verizon starbucks ikea tesco youtube gmail ebay microsoft tiktok uber lyft comcast tmobile mcdonalds delta ryanair target costco barclays hsbc disney hulu airbnb doordash zara shein aldi lidl sainsburys asda hm nordstrom bestbuy chatgpt openai linkedin snapchat twitch zoom skype vodafone sky bt',
  car: 'car engine oil mileage gas tire mpg garage traffic insurance parking',
  jobs: 'job jobs hiring career vacancies vacancy cv resume internship apply partnership sponsor influencer wholesale',
  greeting: 'hi hello hey morning evening bye goodbye thanks thank good_morning good_night',
  // Small words that carry the shape of a request.
  ask: 'please could would can may might possible able',
  mine: 'my mine our',
  your: 'your yours',
  not: 'not no never nothing nobody without none neither',
  ask_place: 'where',
  ask_time: 'when how_long how_soon what_day what_time',
  ask_amount: 'how_many how_much',
  time: 'today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday week weeks day days month months <time> january february march april june july august september october november december weekend ago',
};

/** Any thing that could be sold, whatever its department. */
export const THING = 'thing';

const GROUPS_OF: ReadonlyMap<string, readonly string[]> = byEntry();

const LISTED: ReadonlySet<string> = new Set([...GROUPS_OF.keys()].flatMap((key) => key.split('_')));

function byEntry(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const put = (entry: string, group: string): void => {
    const key = entry.split('_').map(stem).join('_');
    const groups = found.get(key) ?? [];
    if (!groups.includes(group)) groups.push(group);
    found.set(key, groups);
  };
  for (const [group, entries] of Object.entries(MEANINGS)) for (const entry of entries.split(' ')) put(entry, group);
  for (const [group, entries] of Object.entries(THINGS)) {
    for (const entry of entries.split(' ')) {
      put(entry, group);
      put(entry, THING);
    }
  }
  return found;
}

/** Whether the list has the stem, alone or as part of an entry of two words. */
export function isListed(one: string): boolean {
  return LISTED.has(one);
}

/** @param stems one stem, or two in a row joined by `_` */
export function groupsOf(stems: string): readonly string[] {
  return GROUPS_OF.get(stems) ?? [];
}
