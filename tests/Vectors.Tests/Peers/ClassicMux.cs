// The classic mux once more, as plainly as it can be said, over strings: what the rules on differences answer with, and what the recorded
// answers are compared with too. It shares no code with the runtime.
//
// A path is handled as the list of its segments' text, joined: an encoded slash becomes U+0000, so that it separates nothing.
using System.Text;
using System.Text.Json.Nodes;

namespace Vectors.Tests;

internal sealed class ClassicMux(IEnumerable<string> patterns)
{
    private readonly HashSet<string> _patterns = [.. patterns];

    /// <summary>The answer, in the form of the recorded ones. The target is one that the parser accepts.</summary>
    internal JsonObject Answer(string method, string target, string hostField)
    {
        if (target == "*") return Result("*", "bad_request", 400, "");
        var (host, escaped, query) = Split(method, target, hostField);
        var path = Decode(escaped);
        var shown = path.Replace('\0', '/');
        if (method == "CONNECT") return Connect(path, shown, host, query, isOrigin: target.StartsWith('/'));

        host = StripPort(host);
        var clean = Clean(path);
        if (NeedsSlash(host, clean)) return Redirect(shown, clean + "/", query, clean + "/");
        var pattern = Find(host, clean);
        if (clean != path) return Redirect(shown, clean, query, pattern ?? "");
        return pattern is null ? Result(shown, "not_found", 404, "") : Result(shown, "handler", 200, pattern);
    }

    private JsonObject Connect(string path, string shown, string host, string query, bool isOrigin)
    {
        if (path.Length > 0 && NeedsSlash(isOrigin ? "" : host, path)) return Redirect(shown, path + "/", query, path + "/");
        var pattern = Find(host, path);
        return pattern is null ? Result(shown, "not_found", 404, "") : Result(shown, "handler", 200, pattern);
    }

    private bool NeedsSlash(string host, string path) =>
        !_patterns.Contains(path) && !_patterns.Contains(host + path)
        && (_patterns.Contains(path + "/") || _patterns.Contains(host + path + "/"));

    private string? Find(string host, string path) =>
        (host.Length > 0 ? FindLongest(host + path, host.Length) : null) ?? FindLongest(path, 0);

    private string? FindLongest(string text, int hostLength)
    {
        if (_patterns.Contains(text)) return text;
        for (var end = text.Length; end > hostLength; end--)
            if (text[end - 1] == '/' && _patterns.Contains(text[..end])) return text[..end];
        return null;
    }

    private static (string Host, string Path, string Query) Split(string method, string target, string hostField)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : target[(mark + 1)..];
        var rest = mark < 0 ? target : target[..mark];
        if (rest.StartsWith('/')) return (hostField, rest, query);
        if (method == "CONNECT") return (rest, "", query);
        rest = rest[(rest.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (rest, "", query) : (rest[..slash], rest[slash..], query);
    }

    private static string Decode(string escaped) =>
        string.Join('/', escaped.Split('/').Select(segment => Uri.UnescapeDataString(segment).Replace('/', '\0')));

    private static string Clean(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("" or "." or "..")) kept.Add(segment);
        }

        return "/" + string.Join('/', kept) + (kept.Count > 0 && path.EndsWith('/') ? "/" : "");
    }

    private static string StripPort(string host)
    {
        // Brackets go with the port.
        if (host.StartsWith('[') && host.IndexOf("]:", StringComparison.Ordinal) is > 0 and var bracket) return host[1..bracket];
        var parts = host.Split(':');
        return parts.Length == 2 ? parts[0] : host;
    }

    private static JsonObject Redirect(string path, string to, string query, string pattern)
    {
        var location = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(to))
        {
            if (value == 0) location.Append("%2F");
            else if (IsPlain((char)value)) location.Append((char)value);
            else location.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        var result = Result(path, "redirect", 301, pattern.Replace('\0', '/'));
        result["location"] = location + (query.Length > 0 ? "?" + query : "");
        return result;
    }

    private static bool IsPlain(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "-_.~$&+,/:;=@".Contains(letter, StringComparison.Ordinal);

    private static JsonObject Result(string path, string action, int status, string pattern) =>
        new() { ["action"] = action, ["status"] = status, ["pattern"] = pattern, ["path"] = path };
}
