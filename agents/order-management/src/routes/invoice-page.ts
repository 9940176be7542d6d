/** The invoice as a page to read and print: no scripts, nothing loaded, everything from the data escaped. */
import { formatMoney } from '@deskfleet/shared/money.ts';
import { escapeHtml } from './escape-html.ts';
import { addressLines } from '../policy/address.ts';
import { dayIn, dayOf } from '../policy/calendar.ts';
import { optionWords } from '../policy/matching.ts';
import { methodName } from '../policy/payment-method.ts';
import type { Invoice } from '../tools/invoice.ts';

const STYLE = `
  body { font: 15px/1.45 system-ui, sans-serif; color: #111; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  header, .parties { display: flex; justify-content: space-between; gap: 2rem; flex-wrap: wrap; }
  h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
  table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid #ccc; vertical-align: top; }
  .number { text-align: right; white-space: nowrap; } tfoot td { border-bottom: 0; } .sum td { font-weight: 600; }
  .note { color: #555; }
  @media print { body { margin: 0; max-width: none; font-size: 11pt; } thead { display: table-header-group; } tr { break-inside: avoid; } @page { margin: 18mm; } }
`;

export function invoicePage(invoice: Invoice): string {
  const { currency, time_zone } = invoice;
  const amount = (cents: number): string => escapeHtml(formatMoney(cents, currency));
  const open = invoice.paid_cents - invoice.refunded_cents;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invoice ${escapeHtml(invoice.number)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div><h1>Invoice ${escapeHtml(invoice.number)}</h1><p>Order ${escapeHtml(invoice.id)}, placed on ${dayIn(invoice.placed_at, time_zone)}<br>Status: ${escapeHtml(invoice.status)}</p></div>
<address>${escapeHtml(invoice.seller)}<br>${escapeHtml(invoice.support_email)}</address>
</header>
<div class="parties">
<div><h2>Bill to and deliver to</h2><address>${[`${invoice.first_name} ${invoice.last_name}`, ...addressLines(invoice.shipping_address)].map(escapeHtml).join('<br>')}</address></div>
</div>
<h2>Items</h2>
<table>
<thead><tr><th>Item</th><th class="number">Quantity</th><th class="number">Unit price</th><th class="number">Amount</th></tr></thead>
<tbody>
${invoice.lines.map((line) => itemRow(line, amount)).join('\n')}${invoice.line_count > invoice.lines.length ? `\n<tr><td colspan="4" class="note">and ${invoice.line_count - invoice.lines.length} more items</td></tr>` : ''}
</tbody>
<tfoot><tr class="sum"><td colspan="3">Total</td><td class="number">${amount(invoice.total_cents)}</td></tr></tfoot>
</table>
<h2>Payments and refunds</h2>
<table>
<thead><tr><th>Day</th><th>What</th><th>Way of payment</th><th class="number">Amount</th></tr></thead>
<tbody>
${invoice.ledger.map((entry) => `<tr><td>${escapeHtml(dayOf(entry.created_at, time_zone) ?? '')}</td><td>${entry.kind_of_entry === 'payment' ? 'Payment' : 'Refund'}</td><td>${escapeHtml(methodName(entry))}</td><td class="number">${entry.kind_of_entry === 'refund' ? '−' : ''}${amount(entry.amount_cents)}</td></tr>`).join('\n')}
</tbody>
<tfoot><tr class="sum"><td colspan="3">Paid in the end</td><td class="number">${amount(open)}</td></tr></tfoot>
</table>
</body>
</html>
`;
}

const NOTES: Readonly<Record<string, string>> = {
  cancelled: 'cancelled',
  returned: 'returned',
  exchanged: 'exchanged, not part of the total',
  'return requested': 'return requested',
  'exchange requested': 'exchange requested',
};

function itemRow(line: Invoice['lines'][number], amount: (cents: number) => string): string {
  const options = optionWords(line.options);
  const note = [options, NOTES[line.state] ?? ''].filter((part) => part !== '').map(escapeHtml);
  const sum = line.state === 'exchanged' ? '' : amount(line.unit_price_cents * line.quantity);
  return `<tr><td>${escapeHtml(line.name)}${note.length === 0 ? '' : `<br><span class="note">${note.join('; ')}</span>`}</td><td class="number">${line.quantity}</td><td class="number">${amount(line.unit_price_cents)}</td><td class="number">${sum}</td></tr>`;
}
