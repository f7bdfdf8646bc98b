// The proxies that environment variables name (BEHAVIOUR C22). Reading the variables never fails. A malformed entry of NO_PROXY is skipped
// and reported once. A malformed proxy URL fails the requests that would use the proxy, with an error that names the variable. Connecting
// directly instead would bypass a proxy that the operator wants.
using System.Globalization;
using System.Text;

namespace RouteGen;

/// <summary>The proxies that environment variables name. Immutable; may be used by any thread.</summary>
internal sealed class ProxyEnvironment
{
    private const int SkippedMax = 8;
    private const int SkippedLengthMax = 80;

    private static ProxyEnvironment? s_ofProcess;

    private readonly Setting _http;
    private readonly Setting _https;
    private readonly NoProxyRules _exceptions;

    // The first skipped entries, escaped for the log.
    private readonly List<string> _skipped = [];
    private int _skippedCount;

    /// <summary>Reads the variables.</summary>
    internal ProxyEnvironment(Func<string, string?> read)
    {
        // httpoxy: a CGI server sets HTTP_PROXY to the field "Proxy" of the peer's request.
        if (string.IsNullOrEmpty(read("REQUEST_METHOD"))) _http = Setting.Parse("HTTP_PROXY", Either("HTTP_PROXY"));
        _https = Setting.Parse("HTTPS_PROXY", Either("HTTPS_PROXY"));
        _exceptions = new NoProxyRules(Either("NO_PROXY"), Skip);

        string Either(string name) => read(name) is { Length: > 0 } upper ? upper : read(name.ToLowerInvariant()) ?? "";
    }

    /// <summary>The environment of this process. It is read on first use, and problems are reported on standard error.</summary>
    internal static ProxyEnvironment OfProcess => Volatile.Read(ref s_ofProcess) ?? ReadOnce();

    /// <summary>Description of the skipped entries, on one line. Null if no entry was skipped.</summary>
    internal string? Complaint => _skippedCount == 0
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"NO_PROXY has {_skippedCount} entries that are not a host, address or network; they are skipped: "
                + $"{string.Join(", ", _skipped)}");

    /// <summary>Returns the proxy for a URL, or null for none.</summary>
    /// <exception cref="InvalidOperationException">The variable that applies to the URL does not contain the URL of a proxy, or the URL's
    /// host is not a valid name.</exception>
    internal Url? ProxyFor(Url url)
    {
        var setting = url.Scheme switch { "http" => _http, "https" => _https, _ => default };
        if (setting.IsEmpty) return null;
        var port = url.Port.Length > 0 ? url.Port : url.Scheme == "http" ? "80" : "443";
        return _exceptions.Match(url.Hostname, port) ? null : setting.Proxy;
    }

    // Two threads may read the variables at once. The first result is kept, and only its problems are reported.
    private static ProxyEnvironment ReadOnce()
    {
        var made = new ProxyEnvironment(Environment.GetEnvironmentVariable);
        if (Interlocked.CompareExchange(ref s_ofProcess, made, null) is { } other) return other;
        if (made.Complaint is { } complaint) StandardError.Write(complaint);
        return made;
    }

    // Records a malformed entry, quoted and shortened, up to a limit.
    private void Skip(string entry)
    {
        if (++_skippedCount > SkippedMax) return;
        var text = new StringBuilder("\"");
        foreach (var letter in entry.AsSpan(0, Math.Min(entry.Length, SkippedLengthMax)))
        {
            if (letter is >= ' ' and <= '~' and not '"' and not '\\') text.Append(letter);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
        }

        _skipped.Add(text.Append(entry.Length > SkippedLengthMax ? "...\"" : "\"").ToString());
    }

    // The parsed value of one variable. A variable that is not set has no proxy and no problem.
    private readonly struct Setting
    {
        private readonly Url? _proxy;
        private readonly string? _problem;

        private Setting(Url? proxy, string? problem) => (_proxy, _problem) = (proxy, problem);

        internal bool IsEmpty => _proxy is null && _problem is null;

        internal Url? Proxy => _problem is null ? _proxy : throw new InvalidOperationException(_problem);

        // As in Go, text that is not the URL of a proxy is parsed as a host with a port.
        internal static Setting Parse(string name, string text)
        {
            if (text.Length == 0) return default;
            var proxy = TryParse(text) ?? (text.Contains("://", StringComparison.Ordinal) ? null : TryParse("http://" + text));
            // The text may contain a password.
            return proxy is null
                ? new Setting(null, $"The environment variable {name} is not the URL of a proxy.")
                : new Setting(proxy, null);
        }

        private static Url? TryParse(string text)
        {
            try
            {
                var url = Url.Parse(text);
                ConnKey.AddressOfProxy(url);
                return url;
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                // The caller parses the text in another way, or reports it.
                return null;
            }
        }
    }
}
