/** Whether personal data may be erased now. Business that needs the person has to be over first. */
import { refuse } from '@deskfleet/shared/agent/tool.ts';

/** By what it is: how many, and some of them by name. */
export type UnfinishedBusiness = Readonly<
  Record<string, { readonly count: number; readonly named: readonly string[] }>
>;

/** Why nothing is erased yet; undefined when it may be. */
export function mayErase(unfinished: UnfinishedBusiness): ReturnType<typeof refuse> | undefined {
  const open = Object.entries(unfinished).filter(([, { count }]) => count > 0);
  if (open.length === 0) return undefined;
  const parts = open.map(([what, { count, named }]) => {
    const more = count - named.length;
    const names = named.length === 0 ? '' : ` (${named.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
    return `${what}${names}`;
  });
  return refuse(
    'business_unfinished',
    `I cannot erase your data yet, because we still need it for something that is open: ${parts.join('; ')}. Ask again once that is done.`,
  );
}
