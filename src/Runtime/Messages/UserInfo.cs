namespace RouteGen;

/// <summary>User name and password of a URL, decoded. Go's name: <c>url.Userinfo</c>.</summary>
/// <remarks>RFC 9110 section 4.2.4 deprecates them in URLs; a client turns them into an <c>Authorization</c> field. Immutable.</remarks>
public sealed class UserInfo
{
    /// <summary>Makes user information.</summary>
    /// <param name="username">The name, decoded.</param>
    /// <param name="password">The password, decoded; null: there is none, not even an empty one.</param>
    public UserInfo(string username, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(username);
        Username = username;
        Password = password;
    }

    /// <summary>The name, decoded; may be empty.</summary>
    public string Username { get; }

    /// <summary>The password, decoded; null: there is none.</summary>
    public string? Password { get; }

    /// <summary>Name and password in the encoded form that stands in a URL. It holds the password in the clear: not for logs.</summary>
    public override string ToString()
    {
        var name = UrlEncoding.Escape(Username, UrlPart.UserPassword);
        return Password is null ? name : name + ":" + UrlEncoding.Escape(Password, UrlPart.UserPassword);
    }
}
