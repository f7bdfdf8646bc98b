// The methods that a path has, for the Allow field of a 405 (RFC 9110 section 10.2.1). Nearly always they are common ones: then they are a
// set of bits, and each set's text is made once. A client that asks again and again makes nothing again.
namespace RouteGen.Routing;

internal struct AllowedMethods
{
    // In the order of the field's text, which is sorted.
    private static readonly string[] s_common = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

    private const int Get = 1 << 2;
    private const int Head = 1 << 3;

    private int _common;
    private List<string>? _others;

    internal readonly bool IsEmpty => _common == 0 && _others is null;

    /// <summary>Adds a method; <c>GET</c> brings <c>HEAD</c>.</summary>
    internal void Add(string method)
    {
        if (method.Length == 0) return;
        var index = Array.IndexOf(s_common, method);
        if (index >= 0) _common |= 1 << index;
        else if (!(_others ??= []).Contains(method)) _others.Add(method);
        if ((_common & Get) != 0) _common |= Head;
    }

    /// <summary>Adds the method of an entry that takes part in matching.</summary>
    internal void Add(MuxEntry entry)
    {
        if (entry.IsRegistered) Add(entry.Method);
    }

    /// <summary>The value of the field.</summary>
    internal readonly string ToField()
    {
        if (_others is null) return Texts.ByCommon[_common] ??= string.Join(", ", Common());
        var all = Common();
        all.AddRange(_others);
        all.Sort(StringComparer.Ordinal);
        return string.Join(", ", all);
    }

    private readonly List<string> Common()
    {
        var common = new List<string>();
        for (var index = 0; index < s_common.Length; index++)
            if ((_common & (1 << index)) != 0) common.Add(s_common[index]);
        return common;
    }

    private static class Texts
    {
        internal static readonly string?[] ByCommon = new string?[1 << s_common.Length];
    }
}
