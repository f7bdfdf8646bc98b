using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// A reader for a multipart body, to take its parts as they arrive: nothing is kept. Go's name: <c>MultipartReader</c>.
    /// </summary>
    /// <exception cref="FormatException">The body is not <c>multipart/form-data</c> or <c>multipart/mixed</c>, or its boundary is malformed.</exception>
    public MultipartReader MultipartReader()
    {
        var type = new ParameterReader(Header.Get("Content-Type"));
        if (!type.Main.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && !type.Main.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            throw new FormatException("The Content-Type of the request is not multipart/form-data.");
        string? boundary = null;
        while (type.Read())
        {
            if (!type.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)) continue;
            if (boundary is not null) throw new FormatException("The Content-Type of the request has two boundaries.");
            boundary = type.Value;
        }

        if (type.IsMalformed) throw new FormatException("The Content-Type of the request is malformed.");
        return new MultipartReader(Body, boundary ?? "");
    }
}
