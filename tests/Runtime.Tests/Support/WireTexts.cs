using System.Text;

namespace Runtime.Tests.Support;

/// <summary>
/// Bytes outside ASCII as texts with one character a byte (Latin-1): each byte from 80 to FF, and sequences that are UTF-8 and that are
/// not.
/// </summary>
internal static class WireTexts
{
    internal static IReadOnlyList<string> All { get; } = Make();

    /// <summary>The bytes of a text as UTF-8, one character a byte.</summary>
    internal static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static List<string> Make()
    {
        var texts = new List<string>();
        for (var value = 0x80; value <= 0xFF; value++) texts.Add($"a{(char)value}b");
        texts.Add(string.Concat(Enumerable.Range(0x80, 0x80).Select(value => (char)value)));
        foreach (
            var text in (
                string[])["caf\u00e9", "a\uFF02; filename=\uFF02evil", "\u20AC", "\U0001F600", "\u0080\u009F\u00A0", "\uFEFFx", "\uFFFD",
                "\u2028"]) texts.Add(Utf8(text));
        // UTF-8 beside what is none; a surrogate; an overlong slash; a sequence that breaks off; beyond the last character.
        texts.AddRange([Utf8("\u00e9") + "\xE9", "\xED\xA0\x80", "\xC0\xAF", "\xE2\x82", "\xF4\x90\x80\x80", "\xFF\xFE"]);
        return texts;
    }
}
