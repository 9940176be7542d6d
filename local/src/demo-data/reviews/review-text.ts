export type ReviewText = readonly [rating: number, title: string, body: string];
