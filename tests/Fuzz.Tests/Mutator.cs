namespace Fuzz.Tests;

/// <summary>Makes inputs: right ones, recorded ones, several in a row, and all of them damaged where it matters.</summary>
internal sealed class Mutator(Random random)
{
    private const int InputCharsMax = 6000;

    private static readonly string[] s_lines =
    [
        "Content-Length: 5", "Content-Length: 0", "Content-Length: 05", "Content-Length: +5", "Content-Length:  5", "Content-Length: 5 ",
        "Content-Length: 5, 5",
        "Content-Length: 0x5", "Content-Length: 999999999999999999", "Content-Length: 9999999999999999999", "Content_Length: 5",
        "Content-Length : 5", "Transfer-Encoding: chunked",
        "Transfer-Encoding: Chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: chunked\t",
        "Transfer-Encoding: \"chunked\"", "Transfer_Encoding: chunked", "Transfer-Encoding:", "Host: b", "Host:", "Host: h",
        "Host: a:99999", "Host: [::1]:80", "Host: u@h",
        "Connection: close", "Connection: a, CLOSE ,b", "Expect: 100-continue", "Expect: x", "Expect: x, 100-continue", "Trailer: X",
        "Trailer: Host", "Content-Type: a",
        " folded", "\tfolded", "X : y", "X y: z", ": none", "X", "X: \u0001", "X: a\rb", "X\u0000: y", "", "0", "0;a=\"b", "5;x=\u007f",
        "-1", "ffffffffffffffff", "10000000000000000",
    ];

    private static readonly string[] s_pieces =
        ["\r", "\n", "\r\n", "\r\n\r\n", "\0", " ", "\t", ":", ";", ",", "\"", "\\", "#", "%", "%00", "%0a", "%c3", "%2F", "*", "//", "..",
            "http://", "\u007f", "\u0080", "\u00ff", "0", "a", "HTTP/1.1", "HTTP/2.0", " HTTP/1.1"];

    private readonly Grammar _grammar = new(random);

    /// <summary>One input, as Latin-1 text.</summary>
    internal string Next()
    {
        var text = "";
        for (var count = 1 + random.Next(4); count > 0; count--)
            text += random.Next(3) == 0 ? Seeds.All[random.Next(Seeds.All.Length)] : _grammar.Request();
        for (var count = random.Next(4); count > 0; count--) text = Damage(text);
        return text.Length > InputCharsMax ? text[..InputCharsMax] : text;
    }

    private string Damage(string text)
    {
        var at = random.Next(text.Length + 1);
        var piece = s_pieces[random.Next(s_pieces.Length)];
        switch (random.Next(9))
        {
            case 0: return text[..at];
            case 1: return text.Insert(at, piece);
            case 2: return text[..at] + piece + text[Math.Min(text.Length, at + piece.Length)..];
            case 3: return text.Remove(at, Math.Min(1 + random.Next(3), text.Length - at));
            case 4: return text[..at] + (char)random.Next(256) + text[Math.Min(text.Length, at + 1)..];
            default: return DamageLine(text);
        }
    }

    private string DamageLine(string text)
    {
        var lines = text.Split("\r\n").ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 2:
                lines[at] = s_lines[random.Next(s_lines.Length)];
                break;
            default:
                lines.Insert(at, s_lines[random.Next(s_lines.Length)]);
                break;
        }

        return string.Join("\r\n", lines);
    }
}
