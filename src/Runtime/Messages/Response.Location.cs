namespace RouteGen;

public sealed partial class Response
{
    /// <summary>
    /// Where the <c>Location</c> field points, resolved against the URL of <see cref="Request"/>; null: there is no such field. Go's name:
    /// <c>Response.Location</c>.
    /// </summary>
    /// <exception cref="FormatException">The field does not hold a URL.</exception>
    public Url? Location()
    {
        var location = Header.Get("Location");
        if (location.Length == 0) return null;
        return Request is { } request ? request.Url.Resolve(location) : Url.Parse(location);
    }
}
