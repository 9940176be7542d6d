/** The conversation that is counted: reads, two writes with their questions, small talk, and changes of subject. */
export const CUSTOMER = 'cust001';

/** The same question twice, so that what differs is what the conversation has added to the prompt. */
export const EARLY_TURN = 2;
export const LATE_TURN = 20;
const SAME = 'Where is my order o12345?';

export const CONVERSATION: readonly string[] = [
  'Hello!',
  SAME,
  'What did I pay for it?',
  'Which orders do I have?',
  'How much have I spent in all?',
  'Can you recommend headphones under $100?',
  'What do other customers say about the first one?',
  'Do you have it in stock?',
  'Thank you.',
  'My headphones do not charge any more.',
  'I have tried another cable.',
  'Is it still under warranty?',
  'Which address do you have for me?',
  'What is my loyalty tier?',
  'What have I looked at lately?',
  'Cancel my order o12345.',
  'No longer needed',
  'no',
  'What was my last order?',
  SAME,
  'Show me the invoice of o12345.',
  'Which laptops do you have?',
  'Compare the first two.',
  'Remember that I prefer black things.',
  'yes',
  'Where is my order o12345, and do you have running shoes?',
  'How do I reset my router?',
  'Did I get a refund for o12345?',
  'What do you know about me?',
  'Goodbye!',
];
