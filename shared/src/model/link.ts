/** One link of the gateway's chain. */
import type { Model, ModelEvent, ModelRequest } from './model.ts';

/** A Model that can tell when the first sign of life arrives, which may be long before the first word. */
export interface LinkModel extends Model {
  converseStream(request: ModelRequest, onFirstEvent?: () => void): AsyncIterable<ModelEvent>;
}

export interface ModelLink {
  readonly modelId: string;
  readonly model: LinkModel;
  /** Paid links are left out for a tenant whose budget is spent. */
  readonly paid: boolean;
}
