using System.Globalization;
using System.Text;

namespace RouteGen;

public sealed partial class Cookie
{
    // RFC 6265 section 5.1.1: a date before this year is invalid.
    private const int YearMin = 1601;

    /// <summary>
    /// Returns the cookie as the value of a <c>Set-Cookie</c> field, or of a <c>Cookie</c> field if it has no attributes. Empty if the name
    /// is not a token. Invalid characters of the value and the path are omitted, and so is an invalid domain. Go's name:
    /// <c>Cookie.String</c>.
    /// </summary>
    public override string ToString()
    {
        if (!HeaderNames.IsToken(Name)) return "";
        var text = new StringBuilder();
        AppendPair(text, Name, Value, Quoted);
        if (Path.Length > 0) text.Append("; Path=").Append(CookieSyntax.CleanPath(Path));
        if (Domain.Length > 0 && CookieSyntax.IsDomain(Domain)) text.Append("; Domain=").Append(Domain.AsSpan(Domain[0] == '.' ? 1 : 0));
        if (HasDate) text.Append("; Expires=").Append(HttpDate.Format(Expires!.Value.UtcDateTime));
        if (MaxAge > 0) text.Append(CultureInfo.InvariantCulture, $"; Max-Age={MaxAge}");
        else if (MaxAge < 0) text.Append("; Max-Age=0");
        if (HttpOnly) text.Append("; HttpOnly");
        if (Secure) text.Append("; Secure");
        text.Append(SameSite switch
        {
            SameSite.Lax => "; SameSite=Lax",
            SameSite.Strict => "; SameSite=Strict",
            SameSite.None => "; SameSite=None",
            _ => "",
        });
        if (Partitioned) text.Append("; Partitioned");
        return text.ToString();
    }

    /// <summary>
    /// Describes the first problem: a part that <see cref="ToString"/> would omit or that browsers reject. Returns null if there is none.
    /// Go's name: <c>Cookie.Valid</c>.
    /// </summary>
    /// <remarks>As in Go, a cookie without <see cref="Expires"/> has a problem.</remarks>
    public string? FindProblem()
    {
        if (!HeaderNames.IsToken(Name)) return "The name is not a token.";
        if (!HasDate) return "The date is missing or before the year 1601.";
        if (!CookieSyntax.IsValue(Value)) return "The value contains a character that is not allowed in a cookie value.";
        if (!CookieSyntax.IsPath(Path)) return "The path contains a character that is not allowed in a cookie path.";
        if (Domain.Length > 0 && !CookieSyntax.IsDomain(Domain)) return "The domain is neither a name nor an address.";
        return Partitioned && !Secure ? "A partitioned cookie must be Secure." : null;
    }

    private bool HasDate => Expires is { } date && date.UtcDateTime.Year >= YearMin;

    /// <summary>Appends <c>name=value</c>, omitting invalid characters of the value.</summary>
    internal static void AppendPair(StringBuilder text, string name, string value, bool isQuoted)
    {
        value = CookieSyntax.CleanValue(value);
        text.Append(name).Append('=');
        if (value.Length > 0 && (isQuoted || value.AsSpan().IndexOfAny(' ', ',') >= 0)) text.Append('"').Append(value).Append('"');
        else text.Append(value);
    }
}
