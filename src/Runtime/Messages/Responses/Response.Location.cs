namespace RouteGen;

public sealed partial class Response
{
    /// <summary>
    /// Target of the <c>Location</c> field, resolved against the URL of <see cref="Request"/>. Null if there is no such field. Go's name:
    /// <c>Response.Location</c>.
    /// </summary>
    /// <exception cref="FormatException">The field does not hold a URL.</exception>
    public Url? Location()
    {
        if (LocationReference() is not { } reference) return null;
        return Request is { } request ? request.Url.Resolve(reference) : reference;
    }

    /// <summary>Parses the <c>Location</c> field from its bytes; bytes that are not UTF-8 are escaped one by one. Null if there is no such field.</summary>
    /// <exception cref="FormatException">It is not a URL.</exception>
    internal Url? LocationReference()
    {
        if (!Header.TryGetField("Location", out var field) || field.Value is not { Length: > 0 } text) return null;
        return Url.Parse(field.IsLatin1 ? UrlEncoding.EscapeLatin1(text) : text);
    }
}
