import { defineRulebook } from '@deskfleet/shared/rulebook/engine.ts';
export const rulebook = defineRulebook({ agent: 'product-recommendation', intents: [], tell: {}, otherwise: () => ({ say: '' }) });
