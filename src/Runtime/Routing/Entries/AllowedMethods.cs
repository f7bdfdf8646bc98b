// The methods of a path, for the Allow field of a 405 (RFC 9110 section 10.2.1). Common methods are a bit set, whose text is cached, so
// that repeated requests do not create it again.
namespace RouteGen.Routing;

internal struct AllowedMethods
{
    // The order is alphabetical, as in the field.
    private static readonly string[] s_common = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

    private const int Get = 1 << 2;
    private const int Head = 1 << 3;

    private int _common;
    private List<string>? _others;

    internal readonly bool IsEmpty => _common == 0 && _others is null;

    /// <summary>Adds a method. <c>GET</c> also adds <c>HEAD</c>.</summary>
    internal void Add(string method)
    {
        if (method.Length == 0) return;
        var index = Array.IndexOf(s_common, method);
        if (index >= 0) _common |= 1 << index;
        else if (!(_others ??= []).Contains(method)) _others.Add(method);
        if ((_common & Get) != 0) _common |= Head;
    }

    /// <summary>Adds the method of an entry, if the entry is registered.</summary>
    internal void Add(MuxEntry entry)
    {
        if (entry.IsRegistered) Add(entry.Method);
    }

    /// <summary>Returns the value of <c>Allow</c>.</summary>
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
