// Figures and numbers that are kept in one piece where a line ends: on a screen and on paper.

/** A figure with its unit, a decree's number, a short code; to be split by, since the whole match is a group. */
export const UNIT_FIGURE =
  /(\d[\d.,]*[ \u00a0](?:tấn|tonnes|kg|km|t|đ|VND|m³|m²|m|%|phút|minutes)(?![\p{L}\d])|\d+\/\d{4}\/[\p{L}\d]+(?:-[\p{L}\d]+)*|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/u;
