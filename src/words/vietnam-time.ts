/** Vietnam's clocks are ahead of UTC by this much: Asia/Ho_Chi_Minh has kept UTC+7 without daylight saving since 1975. */
export const VIETNAM_OFFSET_S = 7 * 3600;
