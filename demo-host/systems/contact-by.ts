/** How a customer of the shop may ask to be reached. */
export const ways = ['mail', 'phone', 'sms', 'store'] as const
export type Way = (typeof ways)[number]
export const isWay = (x: unknown): x is Way => (ways as readonly unknown[]).includes(x)
