using System.Text;

namespace RouteGen;

public sealed partial class Url
{
    /// <summary>
    /// Returns the URL as text, from which <see cref="Parse"/> creates an equal URL. The text includes the password, if there is one.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Scheme.Length > 0) text.Append(Scheme).Append(':');
        if (Opaque.Length > 0) text.Append(Opaque);
        else AppendHierarchy(text);
        if (ForceQuery || RawQuery.Length > 0) text.Append('?').Append(RawQuery);
        if (Fragment.Length > 0) text.Append('#').Append(EscapedFragment());
        return text.ToString();
    }

    private void AppendHierarchy(StringBuilder text)
    {
        var hasAuthority = Host.Length > 0 || User is not null;
        if (hasAuthority || (Scheme.Length > 0 && !_omitsHost))
        {
            if (hasAuthority || Path.Length > 0) text.Append("//");
            if (User is not null) text.Append(User).Append('@');
            text.Append(UrlEncoding.Escape(Host, UrlPart.Host));
        }

        var path = EscapedPath;
        if (path.Length > 0 && path[0] != '/' && Host.Length > 0) text.Append('/');
        // RFC 3986 section 4.2: in "a:b", "a" would be parsed as a scheme.
        if (text.Length == 0 && path.Split('/', 2)[0].Contains(':')) text.Append("./");
        text.Append(path);
    }

    private string EscapedFragment() =>
        RawFragment.Length > 0 && IsEscapingOf(RawFragment, Fragment, UrlPart.Fragment)
            ? RawFragment
            : UrlEncoding.Escape(Fragment, UrlPart.Fragment);
}
