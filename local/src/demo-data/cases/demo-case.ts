/** A customer of the demo whose situation is worth a question. */
export interface DemoCase {
  tenantId: string;
  customerId: string;
  name: string;
  /** What is special, in one line. */
  special: string;
  /** The orders it is about; empty when it is about none. */
  orders: readonly string[];
  question: string;
  /** What a right answer says or does; not its wording. */
  rightAnswer: string;
}
