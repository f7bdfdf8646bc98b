using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Url
{
    // Splits the text from both ends: fragment and query from the right, scheme and authority from the left (RFC 3986 appendix B).
    private readonly ref struct Parser(string text, bool isRequestTarget)
    {
        internal Url Parse()
        {
            var fragment = "";
            var rest = text;
            // A request-target has no fragment (RFC 9112 section 3.2), so a number sign belongs to the path or the query.
            if (!isRequestTarget && rest.IndexOf('#') is >= 0 and var mark)
            {
                fragment = rest[(mark + 1)..];
                rest = rest[..mark];
            }

            if (rest.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0 || rest.Contains('\x7F'))
                throw new FormatException("The URL contains a control character.");
            if (rest == "*")
                return new Url
                {
                    Path = "*",
                    Fragment = Decode(fragment, UrlPart.Fragment, out var keptBesideStar),
                    RawFragment = keptBesideStar,
                };
            var scheme = TakeScheme(ref rest);
            var query = TakeQuery(ref rest, out var forceQuery);

            var opaque = "";
            UserInfo? user = null;
            var host = "";
            var omitsHost = false;
            if (!rest.StartsWith('/'))
            {
                if (scheme.Length > 0)
                {
                    opaque = rest;
                    rest = "";
                }
                else
                {
                    RefuseColonInFirstSegment(rest);
                }
            }
            else if (rest.StartsWith("//", StringComparison.Ordinal)
                && (scheme.Length > 0 || (!isRequestTarget && !rest.StartsWith("///", StringComparison.Ordinal))))
            {
                (user, host) = ParseAuthority(TakeAuthority(ref rest));
            }
            else
            {
                omitsHost = scheme.Length > 0;
            }

            return new Url
            {
                Scheme = scheme,
                Opaque = opaque,
                User = user,
                Host = host,
                Path = DecodePath(rest, out var keptPath),
                RawPath = keptPath,
                RawQuery = query,
                ForceQuery = forceQuery,
                Fragment = Decode(fragment, UrlPart.Fragment, out var keptFragment),
                RawFragment = keptFragment,
                _omitsHost = omitsHost,
            };
        }

        private static string TakeScheme(ref string rest)
        {
            for (var index = 0; index < rest.Length; index++)
            {
                var letter = rest[index];
                if (char.IsAsciiLetter(letter)) continue;
                if (index > 0 && (char.IsAsciiDigit(letter) || letter is '+' or '-' or '.')) continue;
                if (letter != ':') return "";
                if (index == 0) throw new FormatException("The URL has no scheme before the colon.");
                var scheme = rest[..index].ToLowerInvariant();
                rest = rest[(index + 1)..];
                return scheme;
            }

            return "";
        }

        private static string TakeQuery(ref string rest, out bool forceQuery)
        {
            forceQuery = false;
            var mark = rest.IndexOf('?');
            if (mark < 0) return "";
            var query = rest[(mark + 1)..];
            rest = rest[..mark];
            forceQuery = query.Length == 0;
            return query;
        }

        private static string TakeAuthority(ref string rest)
        {
            var slash = rest.IndexOf('/', 2);
            if (slash < 0) slash = rest.Length;
            var authority = rest[2..slash];
            rest = rest[slash..];
            return authority;
        }

        // RFC 3986 section 4.2: the part before the colon would be taken for a scheme.
        private static void RefuseColonInFirstSegment(string path)
        {
            var colon = path.IndexOf(':');
            if (colon < 0) return;
            var slash = path.IndexOf('/');
            if (slash < 0 || colon < slash)
                throw new FormatException(
                    "The URL has a colon in its first path segment and no scheme; write, for example, http://127.0.0.1:8080/a.");
        }

        private static (UserInfo? User, string Host) ParseAuthority(string authority)
        {
            var at = authority.LastIndexOf('@');
            var host = ParseHost(authority[(at + 1)..]);
            if (at < 0) return (null, host);
            var user = authority[..at];
            foreach (var letter in user)
            {
                if (!char.IsAsciiLetterOrDigit(letter) && !"-._:~!$&'()*+,;=%@".Contains(letter))
                    throw new FormatException("The URL's user information contains a character that is not allowed there.");
            }

            return (UserInfo.Parse(user), host);
        }

        private static string ParseHost(string host)
        {
            if (!host.StartsWith('['))
            {
                if (host.AsSpan().IndexOfAny('[', ']') >= 0)
                    throw new FormatException("The URL's host has a bracket that is not its first character.");
                if (host.IndexOf(':') is >= 0 and var colon) CheckPort(host.AsSpan(colon));
                return UrlEncoding.Unescape(host, UrlPart.Host);
            }

            var close = host.LastIndexOf(']');
            if (close < 0) throw new FormatException("The URL's host has no closing ']'.");
            CheckPort(host.AsSpan(close + 1));
            // RFC 6874: a zone follows an escaped percent sign.
            var zone = host.AsSpan(0, close).IndexOf("%25");
            var address = zone < 0 ? host[1..close] : host[1..zone];
            if (!IpText.IsIPv6(address))
                throw new FormatException("The URL's host has brackets around something that is not an IPv6 address.");
            return zone < 0 ? host : host[..zone] + UrlEncoding.Unescape(host[zone..close], UrlPart.Zone) + host[close..];
        }

        // RFC 3986 section 3.2.3: an empty port is the same as none.
        private static void CheckPort(ReadOnlySpan<char> port)
        {
            if (port.IsEmpty || (port[0] == ':' && IsDigits(port[1..]))) return;
            throw new FormatException("The URL's port is not a number.");
        }
    }
}
