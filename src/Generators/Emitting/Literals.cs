using System.Globalization;
using System.Text;

namespace RouteGen.Generators.Emitting;

/// <summary>C# literals that escape only what C# requires or what could mislead a reader.</summary>
internal static class Literals
{
    /// <summary>Returns text as a literal, in double quotes.</summary>
    internal static string Quote(string text) => "\"" + Escape(text) + "\"";

    /// <summary>Returns the escaped text, without quotes.</summary>
    internal static string Escape(string text)
    {
        // Most texts contain nothing to escape, and are not copied.
        if (!NeedsEscapes(text)) return text;
        var builder = new StringBuilder(text.Length + 2);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '"' or '\\': builder.Append('\\').Append(letter); break;
                case '\n': builder.Append("\\n"); break;
                case '\r': builder.Append("\\r"); break;
                case '\t': builder.Append("\\t"); break;
                default: AppendVisible(builder, letter); break;
            }
        }

        return builder.ToString();
    }

    /// <summary>Writes a number in the invariant culture. Allocates no string unless the number is negative.</summary>
    internal static TextBuffer AppendNumber(TextBuffer text, long number)
    {
        if (number < 0) return text.Append(number.ToString(CultureInfo.InvariantCulture));
        var power = 1L;
        while (number / power > 9) power *= 10;
        for (; power != 0; power /= 10) text.Append((char)('0' + (number / power % 10)));
        return text;
    }

    private static bool NeedsEscapes(string text)
    {
        foreach (var letter in text)
            if (letter is < ' ' or >= '\x7F' or '"' or '\\') return true;
        return false;
    }

    // Letters of any script are kept. Control and format characters (some reverse the direction of text), combining marks, separators,
    // surrogates (a lone one cannot be written to a file), and private and unassigned characters are escaped.
    private static void AppendVisible(StringBuilder builder, char letter)
    {
        var isVisible = letter < 0x7F ? letter >= ' ' : CharUnicodeInfo.GetUnicodeCategory(letter) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark);
        if (isVisible) builder.Append(letter);
        else builder.Append("\\u").Append(((int)letter).ToString("X4", CultureInfo.InvariantCulture));
    }
}
