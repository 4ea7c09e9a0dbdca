// The scanner's words, apart from its work: a person at the roadside must always be told what is happening and what else
// can be done.

/** The sentences that the scanner shows in its one line, Vietnamese and English; each refusal names the ways that are left. */
export const SENTENCES = {
  idle: [
    "Bấm “Bật máy ảnh”, chọn ảnh, hoặc gõ mã bên dưới.",
    "Press “Turn on camera”, choose a picture, or type the code below.",
  ],
  opening: ["Đang mở máy ảnh…", "Opening the camera…"],
  loading: ["Đang tải bộ đọc mã (lần đầu khoảng 1 MB)…", "Loading the code reader (about 1 MB the first time)…"],
  looking: ["Đưa mã QR trên phiếu vào khung.", "Hold the slip's QR code inside the frame."],
  read: ["Đã đọc được mã.", "The code was read."],
  picture: ["Đang đọc ảnh…", "Reading the picture…"],
  nothing: [
    "Không thấy mã QR trong ảnh. Chụp gần hơn, đủ sáng, hoặc gõ mã ngắn dưới mã QR.",
    "No QR code in the picture. Take it closer and brighter, or type the short code under the QR.",
  ],
  empty: ["Chưa nhập mã.", "No code was typed."],
  denied: [
    "Máy ảnh đang bị chặn cho trang này. Mở lại quyền trong cài đặt trình duyệt, hoặc chọn ảnh, hoặc gõ mã.",
    "The camera is blocked for this page. Allow it in the browser's settings, or choose a picture, or type the code.",
  ],
  missing: [
    "Máy này không có máy ảnh dùng được. Hãy chọn ảnh hoặc gõ mã.",
    "This device has no usable camera. Choose a picture or type the code.",
  ],
  busy: [
    "Máy ảnh đang được ứng dụng khác dùng. Đóng ứng dụng đó rồi bấm lại, hoặc chọn ảnh, hoặc gõ mã.",
    "Another application is using the camera. Close it and press again, or choose a picture, or type the code.",
  ],
  reader: [
    "Không tải được bộ đọc mã. Kiểm tra mạng rồi bấm lại, hoặc gõ mã.",
    "The code reader could not be loaded. Check the network and press again, or type the code.",
  ],
  off: ["Máy ảnh đã tắt.", "The camera is off."],
} as const;

/** The names of the scanner's controls. */
export const LABELS = {
  camera: ["Bật máy ảnh", "Turn on camera"],
  next: ["Quét tiếp", "Scan next"],
  picture: ["Chọn ảnh", "Choose picture"],
  light: ["Bật đèn", "Light"],
  typed: ["Mã trên phiếu", "Code on the slip"],
  read: ["Đọc mã", "Read code"],
} as const;

/** The name of one sentence; the scanner's element carries it in data-state. */
export type SentenceName = keyof typeof SENTENCES;
