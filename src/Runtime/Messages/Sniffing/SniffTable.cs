// The signatures of https://mimesniff.spec.whatwg.org section 6, in Go's order. The first match is the result.
namespace RouteGen;

internal static class SniffTable
{
    private const string AnyTwo = "\u0100\u0100";
    private const string AnyFour = AnyTwo + AnyTwo;
    private const string AnyThirtyFour = AnyFour + AnyFour + AnyFour + AnyFour + AnyFour + AnyFour + AnyFour + AnyFour + AnyTwo;

    internal static readonly SniffedType Html = new("text/html; charset=utf-8");
    internal static readonly SniffedType Xml = new("text/xml; charset=utf-8");
    internal static readonly SniffedType PlainText = new("text/plain; charset=utf-8");
    internal static readonly SniffedType Binary = new("application/octet-stream");

    // At most 512 bytes are examined, so the first two bytes of the box's length must be zero. ContentSniffer.IsMp4 checks the rest.
    internal static readonly SniffedType Mp4 = new("video/mp4", "\0\0" + AnyTwo + "ftyp");

    // A tag matches in any case, after optional white space, and only if a blank or > follows.
    internal static readonly string[] Tags =
    [
        "<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT", "<TABLE", "<A", "<STYLE", "<TITLE", "<B",
        "<BODY", "<BR", "<P", "<!--",
    ];

    internal static readonly SniffedType[] Types =
    [
        new("application/pdf", "%PDF-"),
        new("application/postscript", "%!PS-Adobe-"),

        // Byte order marks, which match only in data of four bytes or more.
        new("text/plain; charset=utf-16be", "\u00FE\u00FF" + AnyTwo),
        new("text/plain; charset=utf-16le", "\u00FF\u00FE" + AnyTwo),
        new("text/plain; charset=utf-8", "\u00EF\u00BB\u00BF\u0100"),

        new("image/x-icon", "\0\0\u0001\0", "\0\0\u0002\0"),
        new("image/bmp", "BM"),
        new("image/gif", "GIF87a", "GIF89a"),
        new("image/webp", "RIFF" + AnyFour + "WEBPVP"),
        new("image/png", "\u0089PNG\r\n\u001A\n"),
        new("image/jpeg", "\u00FF\u00D8\u00FF"),

        new("audio/aiff", "FORM" + AnyFour + "AIFF"),
        new("audio/mpeg", "ID3"),
        new("application/ogg", "OggS\0"),
        new("audio/midi", "MThd\0\0\0\u0006"),
        new("video/avi", "RIFF" + AnyFour + "AVI "),
        new("audio/wave", "RIFF" + AnyFour + "WAVE"),
        Mp4,
        new("video/webm", "\u001A\u0045\u00DF\u00A3"),

        new("application/vnd.ms-fontobject", AnyThirtyFour + "LP"),
        new("font/ttf", "\0\u0001\0\0"),
        new("font/otf", "OTTO"),
        new("font/collection", "ttcf"),
        new("font/woff", "wOFF"),
        new("font/woff2", "wOF2"),

        new("application/x-gzip", "\u001F\u008B\u0008"),
        new("application/zip", "PK\u0003\u0004"),

        // This signature is from the definition of the format (https://www.rarlab.com/technote.htm#rarsign); the WHATWG's signature is
        // wrong.
        new("application/x-rar-compressed", "Rar!\u001A\u0007\0", "Rar!\u001A\u0007\u0001\0"),
        new("application/wasm", "\0asm"),
    ];
}
