using System.Text;

namespace RouteGen.Tests.Messages;

public class ContentSnifferTests
{
    private const string Binary = "application/octet-stream";
    private const string Html = "text/html; charset=utf-8";
    private const string Plain = "text/plain; charset=utf-8";

    // The content is Latin-1: each character is a byte.
    [Theory]
    [InlineData("", Plain)]
    [InlineData("pong", Plain)]
    [InlineData(" \t\n\f\r", Plain)]
    [InlineData("{\"a\":1}", Plain)]
    [InlineData("caf\u00C3\u00A9 \u00FF", Plain)]
    [InlineData("escape \u001B[0m is text", Plain)]
    [InlineData("\0", Binary)]
    [InlineData("text, then \u0001", Binary)]
    [InlineData("text, then \u001F", Binary)]
    [InlineData("\u000Btext", Binary)]

    [InlineData("<html>", Html)]
    [InlineData("\r\n\t <HtMl lang=en>", Html)]
    [InlineData("<!doctype HTML>", Html)]
    [InlineData("<!doctype\thtml>", Plain)]
    [InlineData("<html", Plain)]
    [InlineData("<html\n>", Plain)]
    [InlineData("<htmlx>", Plain)]
    [InlineData("<a>", Html)]
    [InlineData("<abbr>", Plain)]
    [InlineData("<body ", Html)]
    [InlineData("<h1>", Html)]
    [InlineData("<hQ>", Plain)] // Only letters are read in any case: Q is 1 with another bit.
    [InlineData("<!-- comment", Html)]
    [InlineData("<!--comment", Plain)]
    [InlineData("\u000B<html>", Binary)]
    [InlineData("<html>\0", Html)]
    [InlineData("  <?xml version", "text/xml; charset=utf-8")]
    [InlineData("<?XML version", Plain)]

    [InlineData("%PDF-1.7\n\0", "application/pdf")]
    [InlineData(" %PDF-1.7\n", Plain)] // Only tags count behind white space.
    [InlineData("%PDF", Plain)]
    [InlineData("%!PS-Adobe-3.0", "application/postscript")]
    [InlineData("\u00FE\u00FF\0a", "text/plain; charset=utf-16be")]
    [InlineData("\u00FF\u00FEa\0", "text/plain; charset=utf-16le")]
    [InlineData("\u00FF\u00FEa", Plain)]
    [InlineData("\u00EF\u00BB\u00BF\0", Plain)]

    [InlineData("\0\0\u0001\0", "image/x-icon")]
    [InlineData("\0\0\u0002\0", "image/x-icon")]
    [InlineData("BM", "image/bmp")]
    [InlineData("GIF87a", "image/gif")]
    [InlineData("GIF89a..", "image/gif")]
    [InlineData("GIF88a", Plain)]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ", "image/webp")]
    [InlineData("\u0089PNG\r\n\u001A\n", "image/png")]
    [InlineData("\u00FF\u00D8\u00FF", "image/jpeg")]

    [InlineData("FORM1234AIFF", "audio/aiff")]
    [InlineData("ID3", "audio/mpeg")]
    [InlineData("OggS\0", "application/ogg")]
    [InlineData("MThd\0\0\0\u0006", "audio/midi")]
    [InlineData("RIFF1234AVI ", "video/avi")]
    [InlineData("RIFF1234WAVE", "audio/wave")]
    [InlineData("RIFF1234WAV", Plain)]
    [InlineData("\u001AE\u00DF\u00A3", "video/webm")]

    [InlineData("\0\u0001\0\0", "font/ttf")]
    [InlineData("OTTO", "font/otf")]
    [InlineData("ttcf", "font/collection")]
    [InlineData("wOFF", "font/woff")]
    [InlineData("wOF2", "font/woff2")]
    [InlineData("\u001F\u008B\u0008", "application/x-gzip")]
    [InlineData("PK\u0003\u0004", "application/zip")]
    [InlineData("Rar!\u001A\u0007\0", "application/x-rar-compressed")]
    [InlineData("Rar!\u001A\u0007\u0001\0", "application/x-rar-compressed")]
    [InlineData("Rar!\u001A\u0007\u0001", Binary)]
    [InlineData("\0asm", "application/wasm")]
    public void Content_has_the_type_that_Go_says(string content, string expected) =>
        AssertType(expected, Encoding.Latin1.GetBytes(content));

    [Theory]
    [InlineData("\0\0\0\u0014ftypmp42\0\0\0\0isom", "video/mp4")] // The major brand.
    [InlineData("\0\0\0\u0014ftypisom\0\0\0\0mp41", "video/mp4")] // A compatible one.
    [InlineData("\0\0\0\u0010ftypisommp42", Binary)] // The version is no brand.
    [InlineData("\0\0\0\u0010ftypisom\0\0\0\0mp41", Binary)] // A brand behind the box.
    [InlineData("\0\0\0\u0018ftypmp42\0\0\0\0isom", Binary)] // Part of a box.
    [InlineData("\0\0\0\u0013ftypmp42\0\0\0\0isom", Binary)] // A length that is no multiple of four.
    [InlineData("\0\0\0\0ftypmp42\0\0\0\0", Binary)]
    [InlineData("\0\0\0\u0008ftyp", Binary)]
    [InlineData("\u00FF\u00FF\u00FF\u00FCftypmp42\0\0\0\0", Binary)]
    public void A_film_is_told_by_the_brands_of_its_first_box(string content, string expected) =>
        AssertType(expected, Encoding.Latin1.GetBytes(content));

    [Fact]
    public void A_font_is_told_by_two_bytes_behind_any_others()
    {
        foreach (var filler in new byte[] { 0, (byte)'x', (byte)'w', 255 })
        {
            var data = new byte[36];
            data.AsSpan(0, 34).Fill(filler);
            "LP"u8.CopyTo(data.AsSpan(34));
            AssertType("application/vnd.ms-fontobject", data);
            AssertType(filler == 0 ? Binary : Plain, data.AsSpan(0, 35));
        }
    }

    [Fact]
    public void Only_the_first_512_bytes_are_considered()
    {
        var data = new byte[600];
        data.AsSpan().Fill((byte)'x');
        data[512] = 0;
        AssertType(Plain, data);
        data[511] = 0;
        AssertType(Binary, data);

        data.AsSpan().Fill((byte)' ');
        "<p>"u8.CopyTo(data.AsSpan(509));
        AssertType(Html, data);
        data.AsSpan().Fill((byte)' ');
        "<p>"u8.CopyTo(data.AsSpan(510));
        AssertType(Plain, data);
    }

    [Fact]
    public void Each_byte_is_text_or_binary_as_the_specification_says()
    {
        for (var value = 0; value < 256; value++)
        {
            var binary = value is <= 0x08 or 0x0B or >= 0x0E and <= 0x1A or >= 0x1C and <= 0x1F;
            AssertType(binary ? Binary : Plain, [(byte)'x', (byte)value]);
        }
    }

    [Fact]
    public void A_type_is_always_the_same_string() => Assert.Same(ContentSniffer.Detect("GIF87a"u8), ContentSniffer.Detect("GIF89a"u8));

    private static void AssertType(string expected, ReadOnlySpan<byte> data)
    {
        Assert.Equal(expected, ContentSniffer.Detect(data));
        Assert.Equal($"Content-Type: {expected}\r\n", Encoding.ASCII.GetString(ContentSniffer.DetectFieldLine(data)));
    }
}
